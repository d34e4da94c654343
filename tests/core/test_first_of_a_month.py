"""The first day of a month is "1er" in French, wherever a date is written, and nowhere else."""

import ast
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.translation import override

from fedcms.core.i18n.days import day_figures, day_in_words, days_in_words, span_in_words, with_ordinal
from fedcms.core.i18n.moments import moment_with_zone
from fedcms.core.templatetags.core_tags import day, long_date

ROOT = Path(__file__).parents[2]
FIRST, THIRD = date(2027, 3, 1), date(2027, 3, 3)


def test_each_way_to_write_a_day_counts_the_first() -> None:
    with override("fr"):
        assert day_in_words(FIRST, "full") == "lundi 1er mars 2027"
        assert long_date(FIRST) == day(FIRST) == "1er mars 2027"
        assert days_in_words(FIRST, THIRD) == "1er–3 mars 2027"
        assert days_in_words(date(2027, 2, 28), FIRST).endswith("\u20091er mars 2027")
        assert span_in_words(date(2027, 2, 1), date(2027, 2, 7), "yMMMd") == "1er–7 févr. 2027"
        assert day_figures(FIRST, THIRD) == "1er–3"
        assert moment_with_zone(datetime(2027, 4, 1, 8, tzinfo=UTC)).startswith("1er avril 2027 à 10")
        shown = Template('{{ day|date:"DATE_FORMAT" }}|{{ day|date:"Y-m-d" }}|{{ day|date:"F Y" }}')
        assert shown.render(Context({"day": FIRST})) == "1er mars 2027|2027-03-01|mars 2027"


@pytest.mark.parametrize("text", ["11 mars 2027", "21 mars", "31–1 2027", "version 2.1 mars 2027", "01 mars"])
def test_other_numbers_stay(text: str) -> None:
    with override("fr"):
        assert with_ordinal(text) == text


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "1 March 2027"), ("es", "1 de marzo de 2027"), ("ar", "1 مارس 2027")]
)
def test_other_languages_have_a_cardinal(language: str, shown: str) -> None:
    with override(language):
        assert long_date(FIRST) == shown
        assert day_figures(FIRST, THIRD) == "1–3"


def test_nobody_writes_a_day_past_the_one_place() -> None:
    """Babel's and Django's own functions do not know it."""
    found = []
    for folder in ("fedcms", "clusters", "events", "news", "search", "home"):
        for path in (ROOT / folder).rglob("*.py"):
            if path.name == "days.py" and path.parent.name == "i18n":
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.ImportFrom) and node.module in (
                    "babel.dates",
                    "django.utils.formats",
                ):
                    names = {name.name for name in node.names} & {
                        "format_date",
                        "format_interval",
                        "date_format",
                    }
                    found += [f"{path.relative_to(ROOT)}: {name}" for name in sorted(names)]
    assert found == []
