"""What an organisation offers is written by its own team alone, and found in its languages; no card is left behind."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from clusters.directory.social_cards import cards_follow_organisations, draw_missing_cards_of_organisations
from clusters.models import Cluster, Offering, Organisation, OrganisationIndexPage
from clusters.structured_data import organisation_social_card
from fedcms.core.changes.outbox import Change
from fedcms.core.models import Reason, Topic
from fedcms.media.social_cards.store import name_of
from search.maintenance.consistency import differences
from search.models import SearchEntry
from tests.clusters.test_cluster_page import member
from tests.clusters.test_offerings import found
from tests.clusters.test_permissions_rows import organisation_form, signed_in
from tests.factories import make_cluster, make_story, make_user

pytestmark = pytest.mark.django_db

OFFERED = {
    "offerings-TOTAL_FORMS": "1",
    "offerings-0-name_fr": "Sextant",
    "offerings-0-ORDER": "1",
}


def change(subject: str, number: int, **values: object) -> Change:
    """A change as the outbox tells it."""
    told: dict[str, object] = {
        "id": 1,
        "translation_key": None,
        "language": "",
        "kind": "",
        "cluster": "",
        "reason": Reason.CHANGED,
        "address": "",
        "address_before": "",
        "moment": timezone.now(),
    }
    return Change(subject=subject, object_id=number, **(told | values))  # type: ignore[arg-type]


def names_of(organisation: Organisation) -> list[str]:
    """What it offers now."""
    return [str(each) for each in Offering.objects.filter(organisation=organisation)]


def test_another_team_writes_nothing_and_takes_nothing(loire: Cluster) -> None:
    """Neither by the form of another cluster's organisation, nor by the key of its product in one's own form."""
    other = make_cluster("escaut", "ESC")
    topic = Topic.objects.create(key="ai", labels={"fr": "IA"})
    theirs = member(loire, "Atelier", offerings=[Offering(name={"fr": "Boussole"}, sort_order=0)])
    mine = member(other, "Mienne")
    client = signed_in(make_user("editor", other))
    client.post(
        reverse("organisations:edit", args=[theirs.pk]), organisation_form(**OFFERED, topics=[topic.pk])
    )
    assert (names_of(theirs), list(theirs.topics.all())) == (["Boussole"], [])
    stolen = OFFERED | {"offerings-INITIAL_FORMS": "1", "offerings-0-id": Offering.objects.get().pk}
    for typed in (stolen, stolen | {"offerings-INITIAL_FORMS": "0"}):
        client.post(
            reverse("organisations:edit", args=[mine.pk]),
            organisation_form(slug="mienne", name="Mienne", **typed),
        )
        assert names_of(theirs) == ["Boussole"]


def test_the_form_is_followed_by_the_search_and_an_older_one_leaves_what_is_offered(loire: Cluster) -> None:
    """One that stood open while the release changed knows no products; shown again with an error, it still stands."""
    lab = member(loire, "Atelier")
    client = signed_in(make_user("editor", loire))
    address = reverse("organisations:edit", args=[lab.pk])
    assert client.post(address, organisation_form(**OFFERED)).status_code == 302
    assert found("q=sextant") == ["/fr/organisations/atelier/"]
    older = {name: value for name, value in organisation_form().items() if "offerings" not in name}
    assert client.post(address, older | {"name": ""}).status_code == 200
    assert client.post(address, older | {"name": "Ateliers"}).status_code == 302
    lab.refresh_from_db()
    assert (lab.name, names_of(lab)) == ("Ateliers", ["Sextant"])


def test_it_is_found_in_each_language_of_what_it_offers(loire: Cluster) -> None:
    """Beside its description; the search, the head and the sitemap agree, and each excerpt is of its language."""
    member(
        loire,
        "Atelier",
        description={"fr": "Un atelier."},
        offerings=[
            Offering(name={"fr": "Qui lit ?"}, description={"fr": "Un jeu."}, sort_order=0),
            Offering(name={"ar": "قلم القراءة"}, description={"ar": "قلم يقرأ."}, sort_order=0),
        ],
    )
    assert found("q=قلم القراءة", "ar") == ["/ar/organisations/atelier/"]
    assert (found("q=atelier", "en"), differences()) == ([], [])
    head = Client().get("/fr/organisations/atelier/").content.decode().partition("</head>")[0]
    assert 'hreflang="ar"' in head
    assert 'hreflang="en"' not in head
    # Machines are told no description of another language.
    assert "يقرأ" not in head
    sitemap = Client().get("/sitemap-organisations.xml").content.decode()
    assert ("/ar/organisations/atelier/" in sitemap, "/en/organisations/atelier/" in sitemap) == (True, False)
    bodies = dict(SearchEntry.objects.filter(organisation="atelier").values_list("language", "body"))
    assert bodies == {"fr": "Qui lit ? Un jeu.", "ar": "قلم القراءة. قلم يقرأ."}


@override_settings(FEDCMS_SOCIAL_CARDS=True)
def test_no_card_is_served_or_left_without_a_directory(loire: Cluster) -> None:
    """Of a restricted one, of a closed language; one that opens gets its cards, a cluster's change draws all."""
    lab = member(loire, "Atelier")
    draw_missing_cards_of_organisations.call()
    card = f"/{name_of(organisation_social_card(lab, 'fr'))}"
    assert Client().get(card).status_code == 200
    french = OrganisationIndexPage.objects.get(locale__language_code="fr")
    lock = PageViewRestriction.objects.create(page=french, restriction_type=PageViewRestriction.LOGIN)
    assert Client().get(card).status_code == 404
    lock.delete()
    french.unpublish()
    lab.name = "Ateliers"
    lab.save()
    cards_follow_organisations([change("organisation", lab.pk)])
    assert not default_storage.exists(card[1:])
    french.save_revision().publish()
    cards_follow_organisations([change("page", french.pk)])
    assert default_storage.exists(name_of(organisation_social_card(lab, "fr")))
    loire.accent = "#123456"
    loire.save()
    lab.refresh_from_db()
    cards_follow_organisations([change("cluster", loire.pk, cluster="loire")])
    assert default_storage.exists(name_of(organisation_social_card(lab, "es")))


def test_no_story_under_embargo_or_restricted_is_among_the_references(loire: Cluster) -> None:
    lab = member(loire, "Atelier", offerings=[Offering(name={"fr": "Boussole"}, sort_order=0)])
    make_story(loire, title="Une réussite", organisation=lab)
    hidden = make_story(loire, title="Sous clef", organisation=lab)
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    make_story(
        loire, title="Plus tard", organisation=lab, live=False, go_live_at=timezone.now() + timedelta(1)
    )
    page = Client().get("/fr/organisations/atelier/").content.decode()
    assert [title in page for title in ("Une réussite", "Sous clef", "Plus tard")] == [True, False, False]


def test_the_directory_offers_the_topics_that_organisations_have(loire: Cluster) -> None:
    """Any other would lead to nothing; a topic that is marked by its language is read in it."""
    used, _other = (Topic.objects.create(key=key, labels={"fr": key.upper()}) for key in ("ai", "xr"))
    member(loire, "Atelier", topics=[used])
    page = Client().get("/en/organisations/").content.decode()
    assert ('value="ai"' in page, 'value="xr"' in page) == (True, False)
    page = Client().get("/en/organisations/atelier/").content.decode()
    assert 'href="/en/organisations/?topic=ai" lang="fr" dir="auto">AI</a>' in page
