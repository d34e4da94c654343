"""A change of language keeps the filters of a listing, whose keys mean the same in every language."""

import pytest
from django.test import Client
from lxml import html

from tests.factories import make_article, make_cluster
from tests.home.reading import BASE, read

pytestmark = pytest.mark.django_db


def english_of(path: str) -> str:
    """Where the language picker of a page leads for English."""
    page = html.fromstring(Client().get(path).content.decode())
    (address,) = page.xpath("//nav[@class='languages']//a[@hreflang='en']/@href")
    return str(address)


def test_listings_keep_their_filters_in_another_language(federation: object) -> None:
    """The page's number and what the page does not know stay behind."""
    assert english_of("/fr/actualites/?topic=ai&audience=school&page=2&utm_source=x") == (
        "/en/news/?topic=ai&audience=school"
    )
    assert english_of("/fr/agenda/?past=1&kind=event") == "/en/events/?kind=event&past=1"
    assert english_of("/fr/organisations/?q=labo") == "/en/organisations/?q=labo"
    assert english_of("/fr/charte/?topic=ai") == "/en/charter/"


def test_a_page_that_lacks_a_language_leads_to_what_says_so(federation: object) -> None:
    """Its own path there is the honest page, for people alone: no robot is sent to what is not found."""
    article = make_article(make_cluster("nord", "NOR"), title="Le cartable", slug="cartable")
    address = english_of(article.url_path)
    assert address == "/en/clusters/nord/actualites/cartable/"
    page = html.fromstring(Client().get(article.url_path).content.decode())
    (link,) = page.xpath("//nav[@class='languages']//a[@hreflang='en']")
    assert link.get("rel") == "nofollow"
    assert "(page non traduite)" in link.text_content()
    answer = Client().get(address)
    assert answer.status_code == 404
    assert html.fromstring(answer.content.decode()).xpath("//main//a[@hreflang='fr']/@href") == [
        article.url_path
    ]


def test_the_addresses_for_machines_stay_plain(federation: object) -> None:
    """What a visitor's address carries is in no translation's address."""
    page = read("/fr/agenda/?past=1&utm_source=x")
    assert page.canonical == f"{BASE}/fr/agenda/?past=1"
    assert page.alternates == {}
    assert "?" not in "".join(read("/fr/actualites/?utm_source=x").alternates.values())
