"""Right to left: style sheets name no side, and what is written from left to right turns nothing around it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import mark_safe

from fedcms.core.i18n.contact_links import contact_links

# Sides and measures that do not turn with the language; the map's picture and what printers call a page do not, either.
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)(?:-[a-z]+)*"
    r"|border-(?:top|bottom)-(?:left|right)-radius|left|right)\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
)
SHEETS = sorted(Path(settings.BASE_DIR).glob("fedcms/static/**/*.css"))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_no_style_sheet_names_a_side(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert PHYSICAL.findall(text) == []


@pytest.mark.parametrize(
    "rule",
    ["margin-left: 1px", "{left: 0}", "text-align:right", "border-top-left-radius: 1px", "float: left"],
)
def test_a_side_would_be_seen(rule: str) -> None:
    assert PHYSICAL.search(rule)


def test_addresses_and_numbers_stand_apart_in_a_text_and_are_links() -> None:
    text = "فريق <البعثات>، missions@federation.example، +212 5 37 00 00 00، https://edtech.example/ar."
    assert contact_links(text) == (
        "فريق &lt;البعثات&gt;، "
        '<a href="mailto:missions@federation.example"><bdi dir="ltr">missions@federation.example</bdi></a>، '
        '<a href="tel:+212537000000"><bdi dir="ltr">+212 5 37 00 00 00</bdi></a>، '
        '<a href="https://edtech.example/ar" rel="noopener external">'
        '<bdi dir="ltr">https://edtech.example/ar</bdi></a>.'
    )
    assert contact_links("") == ""


def test_rich_text_keeps_its_own_links() -> None:
    """Of two addresses in a paragraph, the one that is a link already is left alone."""
    own = '<a href="mailto:a@ecole.example">a@ecole.example</a>'
    shown = contact_links(mark_safe(f"<p>{own} &amp; <abbr>b@ecole.example</abbr></p>"))
    assert own in shown
    assert '<abbr><a href="mailto:b@ecole.example"><bdi dir="ltr">b@ecole.example</bdi></a></abbr>' in shown
    assert shown.count("<a ") == 2


@pytest.mark.parametrize(
    "figure",
    [
        "+100 000 apprenants",
        "+5 000 000 d’euros",
        "+150 000 élèves",
        "+2024-2025",
        "+330 000 000",
        "2+2 000 000",
    ],
)
def test_a_figure_with_a_plus_is_no_telephone_number(figure: str) -> None:
    assert contact_links(figure) == figure


def test_what_stands_beside_a_number_is_no_part_of_it() -> None:
    shown = contact_links("+212 5 37 00 00 00 (8 h – 18 h), +33 2 61 91 00 12 - 2024 & +100 000")
    assert re.findall(r'href="tel:([^"]+)"><bdi dir="ltr">([^<]+)<', shown) == [
        ("+212537000000", "+212 5 37 00 00 00"),
        ("+33261910012", "+33 2 61 91 00 12"),
    ]
    assert shown.endswith(" - 2024 &amp; +100 000")


@pytest.mark.parametrize("text", [str, lambda text: mark_safe(text.replace("&", "&amp;"))])
def test_an_address_with_parameters_is_whole(text: Callable[[str], str]) -> None:
    """Of plain text and of rich text, which is HTML already."""
    shown = contact_links(text("Voir https://a.example/?x=1&y=2, R&D & « https://b.example/z »"))
    address = "https://a.example/?x=1&amp;y=2"
    assert (
        f'<a href="{address}" rel="noopener external"><bdi dir="ltr">{address}</bdi></a>, R&amp;D &amp; «'
        in shown
    )
    assert shown.count("<a ") == 2


def test_nothing_of_a_text_becomes_html() -> None:
    text = '<b>+33 2 61 91 00 12</b> &lt;i&gt; https://a.example/<script> "a@b.example"'
    shown = contact_links(text)
    assert re.findall(r"<(\w+)", shown) == ["a", "bdi"] * 3
    assert re.sub(r"</?(?:a|bdi)[^>]*>", "", shown) == escape(text)


def test_an_address_that_html_writes_with_a_sign_by_its_number_is_a_link() -> None:
    """Who pastes a text may bring such signs; the text is not taken apart only when none of them is there."""
    for written in ("a&#64;ecole.example", "a&commat;ecole.example", "a&#x40;ecole.example"):
        assert 'href="mailto:a@ecole.example"' in contact_links(mark_safe(f"<p>{written}</p>"))  # the test's
