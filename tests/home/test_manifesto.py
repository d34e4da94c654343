"""The living manifesto: each commitment with its words, and under them what proves it now, never what is not public."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction

from clusters.models import Cluster, Commitment, CommitmentKind, ContentPage
from fedcms.core.models import LocaleState
from home.models import ManifestoPage, StandardPage
from tests.factories import make_article, make_cluster, make_event, make_release, publish
from tests.news.newsroom_rows import make_person
from tests.shared_rows import Keep

pytestmark = pytest.mark.django_db

MANIFESTO = "/fr/manifeste-vivant/"
SPRING = datetime(2026, 4, 1, 9, tzinfo=UTC)
NOTHING = "Aucune preuve n’est encore publiée."
Clusters = tuple[Cluster, Cluster]


def add_commitment(kind: CommitmentKind, number: int, slug: str, **texts: str) -> Commitment:
    """A commitment with a French text, and others by language."""
    return Commitment.objects.create(
        kind=kind,
        number=number,
        slug=slug,
        title={"fr": f"Titre de {slug}", **texts},
        text={"fr": f"Mots de {slug},\ntels quels."},
    )


@pytest.fixture(scope="module")
def clusters(keep: Keep) -> Clusters:
    """Two clusters, and two commitments."""
    with keep():
        add_commitment(CommitmentKind.AXIS, 2, "axe-2", en="Axis title")
        add_commitment(CommitmentKind.MISSION, 1, "mission-1")
        return make_cluster("one", "ONE"), make_cluster("two", "TWO")


def tagged(page: ContentPage, *slugs: str) -> ContentPage:
    """The page as a proof of these commitments."""
    page.commitments.set(Commitment.objects.filter(slug__in=slugs))
    page.save()
    return page


def read(address: str = MANIFESTO) -> str:
    """A page as a visitor gets it."""
    answer = Client().get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def tile(slug: str, address: str = MANIFESTO) -> str:
    """What stands in the tile of a commitment, without spaces at line ends."""
    _before, found, after = read(address).partition(f'id="{slug}"')
    assert found, f"there is no tile {slug}"
    return re.sub(
        r"\s+", " ", after.partition("</article>\n</li>")[0].partition('<article class="commitment')[0]
    )


def test_each_commitment_stands_with_its_words_in_the_order_of_the_manifesto(clusters: Clusters) -> None:
    html = read()
    assert html.index("Les missions des clusters") < html.index("Mots de mission-1")
    assert html.index("Mots de mission-1") < html.index("Les axes d’action") < html.index("Mots de axe-2")
    assert "Axe 2" in tile("axe-2")
    assert NOTHING in tile("axe-2"), "an empty tile says so"
    assert f'href="{MANIFESTO}"' in read("/fr/"), "it is in the main menu"


def test_the_latest_proof_the_number_and_the_clusters_stand_under_the_words(clusters: Clusters) -> None:
    one, two = clusters
    with time_machine.travel(SPRING - timedelta(days=400)):
        tagged(make_article(one, title="Il y a longtemps"), "axe-2")
    with time_machine.travel(SPRING - timedelta(days=10)):
        tagged(make_article(one, title="Récemment"), "axe-2", "mission-1")
    with time_machine.travel(SPRING - timedelta(days=2)):
        tagged(make_release(two, title="Le plus neuf"), "axe-2")
        make_article(two, title="Sans engagement")
    with time_machine.travel(SPRING):
        found = tile("axe-2")
        assert "Le plus neuf" in found
        assert "Récemment" not in found
        assert "2 preuves depuis un an" in found
        assert "Toutes les preuves : 3" in found
        assert f'href="{MANIFESTO}axe-2/?cluster=one#proofs"' in found
        assert 'aria-hidden="true">TWO<' in found
        other = tile("mission-1")
        assert "1 preuve depuis un an" in other
        assert "cluster=two" not in other
    with time_machine.travel(SPRING + timedelta(days=400)):
        assert "Aucune preuve depuis un an" in tile("axe-2")


def test_translations_count_once_and_the_reader_s_language_is_shown(clusters: Clusters) -> None:
    one, _two = clusters
    with time_machine.travel(SPRING):
        page = tagged(make_article(one, title="En français"), "axe-2")
        english = page.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
        english.title, english.slug = "In English", "in-english"
        publish(english)
        assert english.commitments.count() == 1
        found = tile("axe-2", "/en/living-manifesto/")
        assert "In English" in found
        assert "En français" not in found
        assert "All proofs: 1" in found
        arabic = tile("axe-2", "/ar/living-manifesto/")
        assert "المهمة 1" in read("/ar/living-manifesto/"), "not the word for a trade mission"
        assert re.search(r'hreflang="fr" lang="fr" dir="ltr">En français<', arabic)


def test_a_late_translation_makes_no_proof_newer(clusters: Clusters) -> None:
    """A proof is as old as its first version, in the tile as in the list of the commitment."""
    one, two = clusters
    with time_machine.travel(SPRING - timedelta(days=30)):
        old = tagged(make_article(one, title="La plus ancienne"), "axe-2")
    with time_machine.travel(SPRING - timedelta(days=20)):
        tagged(make_article(two, title="La plus neuve"), "axe-2")
    with time_machine.travel(SPRING):
        english = old.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
        english.title, english.slug = "The older one", "the-older-one"
        publish(english)
        assert "La plus neuve" in tile("axe-2")
        assert "La plus ancienne" not in tile("axe-2")
        assert "La plus neuve" in tile("axe-2", "/en/living-manifesto/")
        listed = read(f"{MANIFESTO}axe-2/")
        assert listed.index("La plus neuve") < listed.index("La plus ancienne")


def test_the_list_of_one_cluster_counts_its_own_year(clusters: Clusters) -> None:
    one, two = clusters
    with time_machine.travel(SPRING - timedelta(days=400)):
        tagged(make_article(one), "axe-2")
    with time_machine.travel(SPRING):
        tagged(make_article(two), "axe-2")
        assert "1 preuve depuis un an" in read(f"{MANIFESTO}axe-2/")
        assert "Aucune preuve depuis un an" in read(f"{MANIFESTO}axe-2/?cluster=one")


@pytest.mark.parametrize(
    "hide", ["unpublished", "scheduled", "expired", "restricted", "closed language", "cancelled", "to come"]
)
def test_what_is_not_public_or_does_not_take_place_proves_nothing(clusters: Clusters, hide: str) -> None:
    one, _two = clusters
    now = timezone.now()
    make = make_event if hide in ("cancelled", "to come") else make_article
    dates = {} if make is make_article else {"starts_on": (now - timedelta(days=3)).date()}
    page = tagged(make(one, title="Une preuve", **dates), "axe-2")
    assert "Une preuve" in tile("axe-2")
    if hide == "unpublished":
        page.unpublish()
    elif hide == "scheduled":
        page.go_live_at = now + timedelta(days=1)
    elif hide == "expired":
        page.expire_at = now - timedelta(minutes=1)
    elif hide == "restricted":
        PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")
    elif hide == "closed language":
        # The French site would be closed with it: a translation alone is left to prove something, and is hidden.
        english = page.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
        english.slug = "in-english"
        publish(english)
        page.unpublish()
        assert "Une preuve" in tile("axe-2")
        LocaleState.objects.update_or_create(locale=english.locale, defaults={"is_active": False})
    elif hide == "cancelled":
        page.status = "cancelled"
    elif hide == "to come":
        page.starts_on = page.ends_on = (now + timedelta(days=3)).date()
    if hide in ("scheduled", "expired", "cancelled", "to come"):
        page.save()
    found = tile("axe-2")
    assert "Une preuve" not in found
    assert NOTHING in found
    assert "Une preuve" not in read(f"{MANIFESTO}axe-2/")


def test_the_page_of_a_commitment_lists_all_its_proofs_and_those_of_one_cluster(clusters: Clusters) -> None:
    one, two = clusters
    with time_machine.travel(SPRING - timedelta(days=500)):
        tagged(make_article(one, title="De l’une"), "axe-2")
    tagged(make_article(two, title="De l’autre"), "axe-2")
    tagged(make_article(None, title="De la fédération"), "axe-2")
    html = read(f"{MANIFESTO}axe-2/")
    assert html.index("De la fédération") < html.index("De l’autre") < html.index("De l’une")
    assert "tels quels." in html
    narrowed = read(f"{MANIFESTO}axe-2/?cluster=one")
    assert "De l’une" in narrowed
    assert "De l’autre" not in narrowed
    assert "De la fédération" in read(f"{MANIFESTO}axe-2/?cluster=federation")
    for odd in ("?cluster=nobody", "?page=99", "?page=x", "?cluster="):
        assert "De l’" in read(f"{MANIFESTO}axe-2/{odd}"), "what no filter has is ignored"
    assert Client().get(f"{MANIFESTO}axe-9/").status_code == 404


def test_people_stand_there_while_their_consent_runs(clusters: Clusters) -> None:
    one, _two = clusters
    speaker = make_person(one, "Nadia Parle")
    speaker.commitments.set(Commitment.objects.filter(slug="axe-2"))
    assert "Nadia Parle" in tile("axe-2"), "also where nothing is published yet"
    assert "Nadia Parle" not in tile("mission-1")
    assert "Nadia Parle" in read(f"{MANIFESTO}axe-2/")
    speaker.consent_withdrawn_on = timezone.localdate()
    speaker.save()
    assert "Nadia Parle" not in read()


def test_a_renamed_commitment_is_shown_at_once(clusters: Clusters) -> None:
    read()
    row = Commitment.objects.get(slug="axe-2")
    row.text = {"fr": "D’autres mots."}
    row.save()
    assert "D’autres mots." in tile("axe-2")
    Commitment.objects.all().delete()
    assert "Les missions, les axes et les promesses paraîtront ici." in read()


def test_the_whole_text_is_linked_while_it_is_public(clusters: Clusters) -> None:
    page = ManifestoPage.objects.get(locale__language_code="fr")
    assert "Lire le texte entier" not in read()
    home = page.get_parent().specific
    page.full_text = home.add_child(
        instance=StandardPage(title="Texte", slug="texte", summary="Tout.", locale=page.locale)
    )
    page.save()
    assert 'href="/fr/texte/"' in read()
    page.full_text.unpublish()
    assert "Lire le texte entier" not in read()
