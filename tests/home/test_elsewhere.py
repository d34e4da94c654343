"""A missing page says where it can be read: in the languages in which it is public, and in no other case."""

import re

import pytest
from django.test import Client
from wagtail.models import Locale, PageViewRestriction

from news.models import ArticlePage
from tests.factories import make_article, make_cluster

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(federation: object) -> ArticlePage:
    """An article in French alone, in a section that exists in every language."""
    return make_article(make_cluster("nord", "NOR"), title="Le cartable <partagé>", slug="cartable")


def links(client: Client, path: str) -> list[tuple[str, str]]:
    """Language and address of each version that the page of the error offers."""
    response = client.get(path)
    assert response.status_code == 404
    html = response.content.decode()
    assert '<meta name="robots" content="noindex">' in html
    part = html.partition('<ul class="elsewhere">')[2].partition("</ul>")[0]
    return [(code, url) for url, code in re.findall(r'<a href="([^"]+)" hreflang="([^"]+)"', part)]


@pytest.mark.parametrize(
    "path", ["/ar/clusters/nord/news/cartable/", "/ar/clusters/nord/actualites/cartable/"]
)
def test_at_its_place_in_the_other_language_or_at_its_own_path(
    article: ArticlePage, client: Client, path: str
) -> None:
    assert links(client, path) == [("fr", article.url_path)]
    page = client.get(path).content.decode()
    assert 'lang="fr" dir="ltr">Le cartable &lt;partagé&gt;' in page
    assert '<html lang="ar" dir="rtl">' in page


def test_nothing_is_said_of_what_is_not_public(article: ArticlePage, client: Client) -> None:
    path = "/en/clusters/nord/news/cartable/"
    assert links(client, path)
    restriction = PageViewRestriction.objects.create(page=article, restriction_type=PageViewRestriction.LOGIN)
    assert links(client, path) == []
    restriction.delete()
    article.unpublish()
    assert links(client, path) == []


def test_each_language_in_which_it_exists_in_the_order_of_the_picker(
    article: ArticlePage, client: Client
) -> None:
    spanish = article.copy_for_translation(Locale.objects.get(language_code="es"))
    spanish.title, spanish.live = "La mochila", True
    spanish.save_revision().publish()
    assert [code for code, _url in links(client, "/ar/clusters/nord/news/cartable/")] == ["fr", "es"]


@pytest.mark.parametrize(
    "path",
    [
        "/fr/nulle-part/",
        "/ar/clusters/nowhere/",
        "/ar/" + "a/" * 40,
        "/en/%00/",
        "/en/clusters/nord/news/cartable/more/",
    ],
)
def test_an_address_that_means_nothing_offers_nothing(
    article: ArticlePage, client: Client, path: str
) -> None:
    assert links(client, path) == []
