"""Numbers, lists, names and days are written as the language of their reader does, by CLDR."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.translation import override
from wagtail.models import Locale

from clusters.translation.access.translator_groups import group_name
from fedcms.core.i18n.formatting import in_a_list, number
from search.statistics.report import NumberColumn, SearchReportView

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates"
COUNTING = re.compile(
    r"\{% blocktranslate (?P<options>[^%]*\bcount (?P<name>\w+)=[^%]*)%\}(?P<text>.*?)\{% endblocktranslate",
    re.DOTALL,
)


@pytest.mark.parametrize(
    ("language", "written"), [("fr", "12\u202f345"), ("en", "12,345"), ("es", "12.345"), ("ar", "12,345")]
)
def test_a_number_is_grouped_as_the_language_does(language: str, written: str) -> None:
    with override(language):
        assert number(12345) == written
        assert Template("{{ total|number }}").render(Context({"total": 12345})) == written


@pytest.mark.parametrize(
    ("language", "written"), [("fr", "92,4"), ("en", "92.4"), ("es", "92,4"), ("ar", "92.4")]
)
def test_the_size_of_a_file_has_the_point_of_other_numbers(language: str, written: str) -> None:
    with override(language):
        size = Template("{{ size|filesizeformat }}").render(Context({"size": 94_618}))
        assert size.startswith(written)


def test_every_count_that_a_template_words_is_grouped() -> None:
    """What `blocktranslate` counts by is no text: what is shown comes through `number`."""
    shown = [
        f"{path.relative_to(TEMPLATES)}: {found['options']}"
        for path in sorted(TEMPLATES.rglob("*.html"))
        for found in COUNTING.finditer(path.read_text())
        if re.search(rf"\{{\{{\s*{found['name']}\b", found["text"])
    ]
    assert not shown, "count counted=total with total=total|number"


def test_a_list_ends_as_the_language_ends_it() -> None:
    names = ["a", "b", "c"]
    written = {}
    for language in ("fr", "en", "es", "ar"):
        with override(language):
            written[language] = in_a_list(names)
    assert written == {"fr": "a, b et c", "en": "a, b and c", "es": "a, b y c", "ar": "a وb وc"}


def test_quoted_texts_say_how_many_more_there_are_and_hold_no_markup() -> None:
    template = Template("{{ texts|quoted_list:more }}")
    with override("fr"):
        written = template.render(Context({"texts": ["a", "<b>"], "more": 1234}))
    assert written == "<q><bdi>a</bdi></q>, <q><bdi>&lt;b&gt;</bdi></q> et 1\u202f234 autres"


def test_groups_of_translators_are_named_in_french_whatever_the_language() -> None:
    names = {code: group_name("Nord", Locale(language_code=code)) for code in ("ar", "de", "x-y")}
    assert names == {
        "ar": "Nord – traduction : arabe",
        "de": "Nord – traduction : allemand",
        "x-y": "Nord – traduction : x-y",
    }


def test_the_report_on_searches_writes_days_and_numbers_in_words() -> None:
    view = SearchReportView()
    view.period = (date(2026, 11, 1), date(2026, 11, 30))
    with override("fr"):
        assert view.get_page_subtitle() == "du 1er novembre 2026 au 30 novembre 2026"
        assert NumberColumn("total").get_value({"total": 1234}) == "1\u202f234"
