"""Which uses make a file public: those of visible pages, and of rows that have no page and are public as they are."""

from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry

from clusters.models import Cluster, Organisation
from fedcms.media.models import FederationDocument, FederationImage, Licence
from fedcms.users.models import User
from tests.admin_walk.stage import picture
from tests.factories import make_article, make_cluster, make_user
from tests.shared_rows import Keep, again

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def kept(keep: Keep) -> tuple[FederationImage, User, Page]:
    """A free picture of the South that nothing uses; an editor of the North; a public page without a picture."""
    with keep():
        north, south = make_cluster("nord", "NOR"), make_cluster("sud", "SUD")
        image = picture("Libre", south, make_user("sam", south))
        FederationImage.objects.filter(pk=image.pk).update(licence=Licence.CC_BY)
        return image, make_user("nora", north), make_article(south)


@pytest.fixture
def image(kept: tuple[FederationImage, User, Page], db: None) -> FederationImage:
    """As it was made."""
    return again(kept[0])


@pytest.fixture
def nora(kept: tuple[FederationImage, User, Page], db: None) -> User:
    """An editor of the North."""
    return again(kept[1])


@pytest.fixture
def article(kept: tuple[FederationImage, User, Page], db: None) -> Page:
    """A public page."""
    return again(kept[2])


def is_public(image: FederationImage, other_team: User) -> bool:
    """Whether a visitor gets it, which is whether another team may choose it."""
    status = Client().get(f"/media/{image.file.name}").status_code
    policy = policy_registry.get(image)
    assert policy.user_has_permission_for_instance(again(other_team), "choose", image) is (status == 200)
    return status == 200


def test_a_logo_is_public_while_its_organisation_has_it(image: FederationImage, nora: User) -> None:
    assert not is_public(image, nora)
    lab = Organisation.objects.create(
        slug="lab", name="Lab", kind="laboratory", cluster=Cluster.objects.get(slug="sud"), logo=image
    )
    assert is_public(image, nora)
    lab.logo = None
    lab.save()
    assert not is_public(image, nora)


def test_a_row_of_another_kind_with_a_public_page_s_number_makes_nothing_public(
    image: FederationImage, nora: User, article: Page
) -> None:
    """A model that tells nobody that its rows are public: its files are its own team's."""
    kind = ContentType.objects.get_for_model(FederationDocument)
    ReferenceIndex.objects.create(
        base_content_type=kind,
        content_type=kind,
        object_id=str(article.pk),
        to_content_type=ContentType.objects.get_for_model(image),
        to_object_id=str(image.pk),
        model_path="cover",
        content_path="cover",
        content_path_hash=uuid4(),
    )
    assert not is_public(image, nora)
