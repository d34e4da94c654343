"""Tags tell what a file is about: one is offered those of one's own files, and of others' that one may reuse."""

import pytest
from django.test import Client
from django.urls import reverse

from clusters.models import Cluster
from fedcms.media.models import FederationImage
from tests.admin_walk.stage import paper, picture
from tests.clusters.publishing.world import client_of
from tests.factories import make_article, make_cluster, make_user

pytestmark = pytest.mark.django_db

TAG = "fusion-secrete"


@pytest.fixture
def image(loire: Cluster) -> FederationImage:
    """An image of a cluster, tagged like one of its documents."""
    owner = make_user("lou", loire)
    image = picture("photo", loire, owner)
    for file in (image, paper("papier", loire, owner)):
        file.tags.add(TAG)
    return image


def shown_to(person: Client) -> set[str]:
    """The screens that show the tag: whatever one types, it stands in none of the addresses."""
    model = reverse("wagtailadmin_tag_model_autocomplete", args=["taggit", "tag"])
    addresses = {
        "images": reverse("wagtailimages:index"),
        "documents": reverse("wagtaildocs:index"),
        "chooser": reverse("wagtailimages_chooser:choose"),
        "typing": f"{reverse('wagtailadmin_tag_autocomplete')}?term=fusion",
        "typing a model's": f"{model}?term=FUS",
    }
    answers = {name: person.get(address) for name, address in addresses.items()}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {name for name, answer in answers.items() if TAG in answer.content.decode()}


def test_the_team_is_offered_the_tags_of_its_files(image: FederationImage, loire: Cluster) -> None:
    everywhere = {"images", "documents", "chooser", "typing", "typing a model's"}
    assert shown_to(client_of(make_user("lise", loire))) == everywhere


def test_another_team_is_offered_those_of_what_it_may_reuse(image: FederationImage, loire: Cluster) -> None:
    neighbour = client_of(make_user("sam", make_cluster("sud", "SUD")))
    assert shown_to(neighbour) == set()
    image.licence = "cc-by"
    image.save()
    assert shown_to(neighbour) == set(), "nothing that is visible uses it"
    make_article(loire, lead_image=image)
    assert shown_to(neighbour) == {"images", "chooser", "typing", "typing a model's"}


def test_no_other_model_is_completed(image: FederationImage, loire: Cluster) -> None:
    address = reverse("wagtailadmin_tag_model_autocomplete", args=["news", "articlepage"])
    assert client_of(make_user("lise", loire)).get(address, {"term": "a"}).status_code == 404
    nothing = client_of(make_user("leo", loire)).get(reverse("wagtailadmin_tag_autocomplete"))
    assert nothing.json() == []
