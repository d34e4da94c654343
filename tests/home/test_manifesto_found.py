"""The manifesto is found: by the search, by machines that read its head, in the sitemap."""

import json
import re

import pytest
from django.test import Client

from clusters.models import Commitment, CommitmentKind
from home.models import ManifestoPage
from search.models import SearchEntry
from tests.factories import make_federation, publish
from tests.shared_rows import Keep

pytestmark = pytest.mark.django_db

MANIFESTO = "/fr/manifeste-vivant/"


@pytest.fixture(scope="module", autouse=True)
def federation(keep: Keep) -> None:
    """The federation with one commitment, in two languages."""
    with keep():
        make_federation()
        Commitment.objects.create(
            kind=CommitmentKind.AXIS,
            number=2,
            slug="axe-2",
            title={"fr": "Visibilité", "en": "Visibility"},
            text={"fr": "Communication vers les « hippocampes ».", "en": "Communication."},
        )


def first_result(words: str) -> str:
    """The address that the search of a language gives first for some words."""
    html = Client().get("/fr/search/", {"q": words}).content.decode()
    _before, _found, results = html.partition('class="dispatch__title"')
    found = re.search(r'href="([^"]+)"', results)
    assert found, f"nothing is found for {words}"
    return found[1]


@pytest.mark.parametrize(
    "words", ["manifeste", "axes", "missions de la fédération", "Manifeste vivant", "hippocampes"]
)
def test_the_search_finds_it_by_title_usual_words_and_the_words_of_a_commitment(words: str) -> None:
    assert first_result(words).endswith(MANIFESTO)


def test_editors_add_words_and_changed_commitments_are_found_at_once() -> None:
    page = ManifestoPage.objects.get(locale__language_code="fr")
    page.search_words = "boussole"
    publish(page)
    assert first_result("boussole").endswith(MANIFESTO)
    row = Commitment.objects.get()
    row.text = {"fr": "Des mots sur les narvals."}
    row.save()
    assert first_result("narvals").endswith(MANIFESTO)
    row.delete()
    assert not SearchEntry.objects.filter(body__contains="narvals").exists()


def test_the_head_of_a_commitment_names_it_and_the_languages_that_have_its_words() -> None:
    html = Client().get(f"{MANIFESTO}axe-2/").content.decode()
    assert "<title>Axe 2 – Visibilité" in html
    assert 'property="og:title" content="Axe 2 – Visibilité"' in html
    assert re.search(r'<meta name="description" content="Communication vers les', html)
    assert set(re.findall(r'rel="alternate" hreflang="(\w\w)"', html)) == {"fr", "en"}
    script = re.search(r'<script type="application/ld\+json"[^>]*>(.+?)</script>', html, re.DOTALL)
    assert script
    told = json.dumps(json.loads(script[1]), ensure_ascii=False)
    assert '"CollectionPage"' in told
    assert "Axe 2 – Visibilité" in told
    assert f'{MANIFESTO}"' in told, "it is part of the manifesto"
    filtered = Client().get(f"{MANIFESTO}axe-2/?cluster=federation").content.decode()
    assert 'content="noindex, follow"' in filtered


def test_the_sitemap_lists_a_commitment_in_the_languages_that_have_its_words() -> None:
    xml = Client().get("/sitemap-manifesto.xml").content.decode()
    listed = re.findall(r"<loc>([^<]+)</loc>", xml)
    assert {address.split("/", 3)[3] for address in listed} == {
        "fr/manifeste-vivant/axe-2/",
        "en/living-manifesto/axe-2/",
    }
