"""Right to left: style sheets name no side, and what is written from left to right turns nothing around it."""

import re
from pathlib import Path

import pytest
from django.conf import settings
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
