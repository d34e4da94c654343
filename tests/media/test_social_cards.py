"""A social card is public for as long as its page is, and at no address when it is not."""

from collections.abc import Callable

import pytest
from django.test import Client
from wagtail.models import Page

from clusters.models import Cluster
from fedcms.core.models import LocaleState
from fedcms.core.seo.social_card_text import SocialCardText
from fedcms.media.social_cards.store import draw, name_of
from fedcms.media.views import CACHE_VISIBLE
from news.models import ArticlePage
from tests.factories import make_article
from tests.factories.hiding import HIDINGS

pytestmark = pytest.mark.django_db

FORMER = "0" * 16


@pytest.fixture
def page(loire: Cluster) -> ArticlePage:
    """A public page whose card is drawn."""
    page = make_article(loire, title="Une rentrée")
    assert draw(page.social_card_text())
    return page


def address(text: SocialCardText, digest: str = "", language: str = "") -> str:
    """Where a card stands, or stood when it said something else."""
    return f"/cards/{text.key}/{language or text.language}.{digest or text.digest}.png"


def test_a_card_is_a_picture_that_no_shared_cache_keeps_and_no_script_runs_in(page: ArticlePage) -> None:
    assert address(page.social_card_text()) == f"/{name_of(page.social_card_text())}"
    response = Client().get(address(page.social_card_text()))
    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == CACHE_VISIBLE == "private, max-age=60"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "sandbox" in response["Content-Security-Policy"]
    assert b"".join(response.streaming_content).startswith(b"\x89PNG")


@pytest.mark.parametrize("hide", HIDINGS, ids=[hide.__name__ for hide in HIDINGS])
def test_the_card_of_a_page_that_is_hidden_is_not_there(
    page: ArticlePage, hide: Callable[[Page], None]
) -> None:
    """Neither the present one nor, by a redirect that would tell the digest, a former one."""
    text = page.social_card_text()
    hide(ArticlePage.objects.get(pk=page.pk))
    assert Client().get(address(text)).status_code == 404
    assert Client().get(address(text, FORMER)).status_code == 404


def test_the_card_of_a_page_in_a_closed_language_is_not_there(page: ArticlePage) -> None:
    LocaleState.objects.create(locale=page.locale, is_active=False)
    assert Client().get(address(page.social_card_text())).status_code == 404


def test_a_hidden_page_lends_its_card_to_no_translation_and_takes_none(page: ArticlePage) -> None:
    """Each language answers for itself: its own page is asked, and no other of the same key."""
    english = make_article(page.cluster, "en", title="Back to school", translation_key=page.translation_key)
    assert draw(english.social_card_text())
    page.unpublish()
    assert Client().get(address(page.social_card_text())).status_code == 404
    assert Client().get(address(english.social_card_text())).status_code == 200
    assert Client().get(address(page.social_card_text(), language="es")).status_code == 404


def test_a_former_card_leads_to_the_present_one_for_a_while(page: ArticlePage) -> None:
    response = Client().get(address(page.social_card_text(), FORMER))
    assert response.status_code == 302, "what it says may change again"
    assert response["Location"] == address(page.social_card_text())
    assert response["Cache-Control"] == CACHE_VISIBLE


def test_a_card_that_is_not_drawn_yet_is_not_there_and_is_not_drawn_by_a_visitor(loire: Cluster) -> None:
    page = make_article(loire, title="Sans carte")
    for _visit in range(2):
        assert Client().get(address(page.social_card_text())).status_code == 404
        assert Client().get(address(page.social_card_text(), FORMER)).status_code == 404


def test_a_card_is_only_read(page: ArticlePage) -> None:
    assert Client().head(address(page.social_card_text())).status_code == 200
    assert Client().post(address(page.social_card_text())).status_code == 405
