"""Names with hyphens stay on one line, and their letters stay as they were typed."""

import pytest
from django.test import Client
from django.utils.safestring import mark_safe
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
        ("Île-de-France", ["Île-de-France"]),
        ("رقم \u20662005-102\u2069 المؤرخ", ["\u20662005-102\u2069"]),
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


def test_html_keeps_its_tags_and_a_text_is_never_taken_for_html() -> None:
    rich = mark_safe('<a href="/a-b/" title="a-b">Île-de-<mark>France</mark></a> et dix-huit &amp; plus')
    kept = '<span class="nowrap">dix-huit</span>'
    assert unbroken(rich) == rich.replace("dix-huit", kept)
    # The same letters, first as HTML, then as somebody typed them.
    assert unbroken(mark_safe("<b>dix-huit</b>")) == f"<b>{kept}</b>"
    assert unbroken("<b>dix-huit</b>") == f"&lt;b&gt;{kept}&lt;/b&gt;"


@pytest.mark.django_db
def test_bodies_calendars_and_results_keep_them_whole(federation: object, client: Client) -> None:
    body = [("paragraph", "<p>Des <b>non-lecteurs</b>.</p>"), ("list", ["Demi-journée"])]
    event = make_event(None, title="Dix-huit voix", body=body)
    day = event.starts_on
    for path, words in {
        event.url_path: ["Dix-huit", "non-lecteurs", "Demi-journée"],
        f"/fr/agenda/?view=month&month={day:%Y-%m}": ["Dix-huit"],
        f"/fr/agenda/?view=week&week={day:%G-W%V}": ["Dix-huit"],
        "/fr/search/?q=voix": ["Dix-huit"],
    }.items():
        main = html.fromstring(client.get(path).content).xpath("//main")[0]
        assert [each.text for each in main.find_class("nowrap") if each.text in words][
            : len(words)
        ] == words, path
