"""A change of language keeps the filters of a listing, whose keys mean the same in every language."""

import pytest
from django.test import Client
from lxml import html

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


def test_the_addresses_for_machines_stay_plain(federation: object) -> None:
    """What a visitor's address carries is in no translation's address."""
    page = read("/fr/agenda/?past=1&utm_source=x")
    assert page.canonical == f"{BASE}/fr/agenda/?past=1"
    assert page.alternates == {}
    assert "?" not in "".join(read("/fr/actualites/?utm_source=x").alternates.values())
