"""Names with hyphens stay on one line, and their letters stay as they were typed."""

import pytest
from django.test import Client
from lxml import html

from fedcms.core.i18n.typography import unbroken
from tests.factories import make_event


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("EdTech Île-de-France ouvre", ["Île-de-France"]),
        ("Dix-huit apprentis d’Île-de-France", ["Dix-huit", "Île-de-France"]),
        ("Auvergne-Rhône-Alpes et Provence-Alpes-Côte d’Azur", []),
        ("R&D <b> – sans nom - ni trait", []),
        ("", []),
    ],
)
def test_short_compounds_are_kept_whole(text: str, kept: list[str]) -> None:
    """A long one may break: it could be wider than a phone."""
    shown = html.fromstring(f"<p>{unbroken(text)}</p>")
    assert shown.text_content() == text
    assert [each.text for each in shown.find_class("nowrap")] == kept


@pytest.mark.django_db
def test_titles_of_pages_and_lists_keep_them_whole(federation: object, client: Client) -> None:
    event = make_event(None, title="Dix-huit voix", summary="Vue d’Île-de-France")
    pages = {path: html.fromstring(client.get(path).content) for path in (event.url_path, "/fr/agenda/")}
    for page in pages.values():
        (kept,) = page.xpath("//main//*[self::h1 or self::h3]//span[@class='nowrap' and .='Dix-huit']")
        assert kept.tail == " voix"
    assert pages[event.url_path].find_class("standfirst")[0].find_class("nowrap")[0].text == "Île-de-France"
