"""What an organisation offers: on its page by audience, in the directory’s filters, in the search and on its card."""

import re
from dataclasses import replace
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from lxml import html

from clusters.directory.social_cards import cards_follow_organisations, draw_missing_cards_of_organisations
from clusters.models import Cluster, Offering, Organisation, OrganisationIndexPage
from clusters.structured_data import organisation_social_card
from fedcms.core.changes.outbox import Change
from fedcms.core.models import PublicChange, Reason, Topic
from fedcms.media.social_cards.store import name_of
from search.maintenance.consistency import differences
from search.models import SearchEntry
from tests.clusters.test_cluster_page import member
from tests.clusters.test_permissions_rows import organisation_form
from tests.factories import make_user
from tests.home.reading import read
from tests.home.schema_checks import problems

pytestmark = pytest.mark.django_db

DIRECTORY = "/fr/organisations/"


@pytest.fixture
def topic(db: None) -> Topic:
    """A topic in two languages."""
    return Topic.objects.create(key="ai", labels={"fr": "IA", "en": "AI"})


@pytest.fixture
def atelier(loire: Cluster, topic: Topic) -> Organisation:
    """A company with a product for schools and universities, and a service for all."""
    return member(
        loire,
        "Atelier",
        description={"fr": "Un atelier.", "en": "A workshop."},
        topics=[topic],
        offerings=[
            Offering(
                name={"fr": "Boussole"},
                description={"fr": "Un quadrivium de poche.", "en": "A pocket quadrivium."},
                for_school=True,
                for_higher_education=True,
                sort_order=0,
            ),
            Offering(name={"fr": "Accompagnement", "en": "Coaching"}, sort_order=1),
        ],
    )


def groups(path: str) -> dict[str, list[str]]:
    """The offerings of a page, by the title of their group."""
    tree = html.fromstring(Client().get(path).content)
    return {
        group.find("h3").text: [name.text_content() for name in group.iterfind(".//strong")]
        for group in tree.iterfind('.//section[@class="offerings__group"]')
    }


def found(query: str, language: str = "fr") -> list[str]:
    """The addresses that the search’s API gives."""
    answer = Client().get(f"/api/search/?locale={language}&kind=organisation&{query}").json()
    return [result["url"].removeprefix("http://testserver") for result in answer["results"]]


def names(query: str) -> list[str]:
    """The organisations that the directory lists."""
    page = Client().get(f"{DIRECTORY}?{query}").content.decode()
    return re.findall(r'directory__name"><a [^>]+><bdi>([^<]+)', page)


def test_a_page_says_what_is_offered_to_whom_and_leads_to_the_like(atelier: Organisation) -> None:
    """In the reader’s language, else marked by its own; what is for all comes last; machines are told, too."""
    assert groups(f"{DIRECTORY}atelier/") == {
        "Enseignement scolaire": ["Boussole"],
        "Enseignement supérieur": ["Boussole"],
        "Tous les publics": ["Accompagnement"],
    }
    page = Client().get("/en/organisations/atelier/").content.decode()
    assert '<strong class="offerings__name" lang="fr" dir="auto">Boussole</strong>' in page
    assert '<strong class="offerings__name" lang="en" dir="auto">Coaching</strong>' in page
    assert 'href="/en/organisations/?topic=ai">AI</a>' in page
    head = read(f"{DIRECTORY}atelier/")
    assert [problem for node in head.graph for problem in problems(node)] == []
    (node,) = (node for node in head.graph if str(node.get("@id", "")).endswith("#organisation"))
    assert node["knowsAbout"] == ["IA"]
    first, second = (offer["itemOffered"] for offer in node["makesOffer"])
    assert [audience["audienceType"] for audience in first["audience"]] == [
        "Enseignement scolaire",
        "Enseignement supérieur",
    ]
    assert second == {"@type": "Service", "name": "Accompagnement"}


def test_what_an_organisation_does_not_say_is_not_there(loire: Cluster) -> None:
    member(loire, "Seule")
    page = Client().get(f"{DIRECTORY}seule/").content.decode()
    assert "Produits et services" not in page
    assert "Thèmes" not in page.partition("<main")[2].partition("</main")[0]
    assert "makesOffer" not in page


def test_the_directory_is_filtered_by_audience_and_topic(atelier: Organisation) -> None:
    """What is for all is for each of them; who says nothing is found by neither."""
    member(atelier.cluster, "Seule")
    schools = member(atelier.cluster, "Cours", offerings=[Offering(name={"fr": "Cours"}, for_school=True)])
    assert names("audience=vocational") == ["Atelier"]
    assert names("audience=school") == ["Atelier", "Cours"]
    assert names("audience=school&topic=ai") == ["Atelier"]
    schools.offerings = []
    schools.save()
    assert names("audience=school") == ["Atelier"]


def test_the_search_finds_it_by_what_it_offers_and_follows_each_change(
    atelier: Organisation, topic: Topic
) -> None:
    address = f"{DIRECTORY}atelier/"
    assert found("q=quadrivium") == found("q=boussole&audience=higher&topic=ai") == [address]
    assert found("q=pocket", "en") == ["/en/organisations/atelier/"]
    entry = SearchEntry.objects.get(organisation="atelier", language="fr")
    assert entry.body == "Boussole. Un quadrivium de poche.\nAccompagnement."
    topic.labels = {"fr": "Armorium"}
    topic.save()
    assert found("q=armorium") == [address]
    stored = Organisation.objects.get(pk=atelier.pk)
    stored.offerings = [Offering(name={"fr": "Trivium"})]
    stored.save()
    assert (found("q=quadrivium"), found("q=trivium")) == ([], [address])
    topic.delete()
    assert found("q=armorium") == SearchEntry.objects.get(pk=entry.pk).topics == []
    assert differences() == []


@override_settings(FEDCMS_SOCIAL_CARDS=True)
def test_it_has_a_card_of_its_own_as_long_as_its_page_is_public(atelier: Organisation) -> None:
    """Drawn by the worker; the address of a former one leads to it; withdrawn with the directory, deleted with it."""
    change = Change(
        id=1,
        subject="organisation",
        object_id=atelier.pk,
        translation_key=None,
        language="",
        kind="company",
        cluster="loire",
        reason=Reason.CHANGED,
        address="",
        address_before="",
        moment=timezone.now(),
    )
    assert draw_missing_cards_of_organisations.call() == 4
    text = organisation_social_card(atelier, "fr")
    address = f"/{name_of(text)}"
    assert f'{address}"' in Client().get(f"{DIRECTORY}atelier/").content.decode()
    assert Client().get(address)["Content-Type"] == "image/png"
    assert Client().get(address.replace(text.digest, "0" * 16))["Location"] == address
    OrganisationIndexPage.objects.get(locale__language_code="fr").unpublish()
    assert Client().get(address).status_code == 404
    assert Client().get(f"/{name_of(organisation_social_card(atelier, 'en'))}").status_code == 200
    former = name_of(organisation_social_card(atelier, "en"))
    atelier.name = "Ateliers"
    atelier.save()
    cards_follow_organisations([change])
    present = name_of(organisation_social_card(atelier, "en"))
    assert (default_storage.exists(former), default_storage.exists(present)) == (False, True)
    atelier.delete()
    cards_follow_organisations([replace(change, reason=Reason.DELETED)])
    assert not default_storage.exists(present)
    assert Client().get(f"/cards/{uuid4()}/fr.{'0' * 16}.png").status_code == 404


def test_an_editor_writes_what_it_offers_in_each_language(loire: Cluster) -> None:
    """The form takes offerings along; what it shows is on the page at once."""
    lab = member(loire, "Atelier")
    client = Client()
    client.force_login(make_user("editor", loire))
    before = PublicChange.objects.filter(subject="organisation").count()
    offered: dict[str, object] = {
        "offerings-TOTAL_FORMS": "1",
        "offerings-0-name_fr": "Boussole",
        "offerings-0-name_ar": "بوصلة",
        "offerings-0-for_school": "on",
        "offerings-0-ORDER": "1",
    }
    typed = organisation_form(**offered)
    response = client.post(reverse("organisations:edit", args=[lab.pk]), typed)
    assert response.status_code == 302, response.content.decode()
    assert groups(f"{DIRECTORY}atelier/") == {"Enseignement scolaire": ["Boussole"]}
    assert "بوصلة" in Client().get("/ar/organisations/atelier/").content.decode()
    assert PublicChange.objects.filter(subject="organisation").count() == before + 1
