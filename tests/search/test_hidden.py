"""Whatever hides a page hides it from every outlet of the search, at once and on every engine."""

from collections.abc import Iterator
from datetime import timedelta
from unicodedata import normalize

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from clusters.models import Cluster
from fedcms.core.models import LocaleState
from news.models import NewsIndexPage
from search.maintenance.consistency import differences
from search.models import PromotedResult
from tests.factories import make_article, make_cluster, publish
from tests.factories.content import section_of
from tests.factories.hiding import HIDINGS, hide_section

from .conftest import feed

pytestmark = pytest.mark.django_db

WORD = "quadrivium"
NUMBERS = ("premier", "deuxième", "troisième", "quatrième", "cinquième", "sixième", "septième")
OUTLETS = ("/fr/search/", "/fr/search/atom.xml", "/api/search/", "/api/search/suggestions/")


@pytest.fixture
def cluster(federation: object, searched_by: str) -> Cluster:
    """A cluster with its section."""
    return make_cluster("found", "FOU")


def shown() -> Iterator[tuple[str, set[str]]]:
    """For each outlet, which of the numbered pages it names to somebody who looks for them."""
    for path in OUTLETS:
        response = Client().get(path, {"q": WORD, "locale": "fr"})
        assert response.status_code == 200, path
        text = response.content.decode()
        if "json" in response["Content-Type"]:
            text = text.encode().decode("unicode_escape")
        yield path, {number for number in NUMBERS if number in normalize("NFC", text)}


def assert_shown(expected: set[str]) -> None:
    """Everywhere the same when the worker has come; before, a server may lack what is new and shows nothing more."""
    for path, found in shown():
        assert found <= expected, path
    feed()
    assert dict(shown()) == dict.fromkeys(OUTLETS, expected)
    assert differences() == []


def test_what_is_hidden_is_hidden_everywhere_at_once(cluster: Cluster) -> None:
    pages = {number: make_article(cluster, title=f"Le {number} {WORD}") for number in NUMBERS}
    PromotedResult.objects.create(language="fr", searches=WORD, keys="", page=pages["septième"])
    feed()
    assert_shown(set(NUMBERS))

    left = dict(pages)
    for number, hide in zip(NUMBERS, [hide for hide in HIDINGS if hide is not hide_section], strict=False):
        page = left.pop(number)
        hide(Page.objects.get(pk=page.pk))
        for path, found in shown():
            assert found == set(left), (hide.__name__, path)
        # The two of them that write no entry are the clock's: nothing has to run.
        Page.objects.get(pk=page.pk).specific.save()
    closed = NewsIndexPage.objects.get(depth=3, locale__language_code="fr")
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    left.pop("cinquième").move(closed, "last-child")
    assert_shown({"sixième", "septième"})
    left.pop("sixième").delete()
    assert_shown({"septième"})

    restriction = PageViewRestriction.objects.create(page=section_of(cluster), restriction_type="login")
    assert_shown(set())
    restriction.delete()
    assert_shown({"septième"})
    # Titles of a page that is being rewritten are nobody's.
    pages["septième"].title = f"Le deuxième {WORD}"
    pages["septième"].save_revision()
    assert_shown({"septième"})
    publish(pages["septième"])
    assert_shown({"deuxième"})


def test_a_language_that_is_closed_is_closed_everywhere_at_once(cluster: Cluster) -> None:
    page = make_article(cluster, title=f"Le premier {WORD}")
    make_article(cluster, "en", title=f"The first {WORD}")
    feed()
    assert_shown({"premier"})
    state = LocaleState.objects.create(locale=page.locale, is_active=False)
    for worker_has_come in (False, True):
        for path in OUTLETS:
            text = Client().get(path, {"q": WORD, "locale": "fr"}).content.decode()
            assert "premier" not in text, (path, worker_has_come)
        # Nor is it offered to those who read another.
        facets = Client().get("/api/search/", {"q": WORD, "locale": "en"}).json()["facets"]
        if worker_has_come:
            assert [option["value"] for option in facets["language"] if option["count"]] == ["en"]
        feed()
    assert differences() == []
    state.is_active = True
    state.save()
    assert_shown({"premier"})


def test_what_was_to_come_appears_everywhere_by_itself(cluster: Cluster) -> None:
    page = make_article(cluster, title=f"Le premier {WORD}", go_live_at=timezone.now() + timedelta(hours=1))
    page.save_revision().publish()
    assert_shown(set())
    Page.objects.filter(pk=page.pk).update(go_live_at=timezone.now() - timedelta(hours=1))
    page.refresh_from_db()
    publish(page)
    assert_shown({"premier"})
