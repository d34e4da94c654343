"""Groups the texts and values of the editor as the form of the original does, for both languages."""

import json
from dataclasses import dataclass
from itertools import groupby

from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.models import Locale

from clusters.translation.editor.layout import Location
from clusters.translation.editor.posted_texts import Outcome
from clusters.translation.editor.shown_texts import Text
from clusters.translation.editor.shown_values import Value
from fedcms.core.templatetags.core_tags import direction

Item = Text | Value


@dataclass(frozen=True)
class Side:
    """One of the two languages: code, direction and name."""

    code: str
    dir: str
    name: str

    @property
    def named(self) -> SafeString:
        """The name of the language, in an element with its own direction."""
        return format_html('<bdi lang="{}">{}</bdi>', self.code, self.name)


@dataclass(frozen=True)
class Group:
    """The texts and values of one field or block."""

    title: str
    items: list[Item]


@dataclass(frozen=True)
class Section:
    """The texts and values of one tab of the original's form."""

    title: str
    groups: list[Group]


def side_of(locale: Locale) -> Side:
    """Returns code, direction and name of a locale."""
    code = locale.language_code
    return Side(code, direction(code), str(locale.get_display_name()))


def sections_of(outcome: Outcome) -> list[Section]:
    """Returns texts and values grouped and ordered as in the form of the original."""

    def place(entry: tuple[int, Item]) -> tuple[int, int]:
        return entry[1].location.order, entry[0]

    entries: list[tuple[int, Item]] = [*outcome.texts, *outcome.values]
    items = [item for _order, item in sorted(entries, key=place)]

    def tab(item: Item) -> str:
        return item.location.tab

    def block(item: Item) -> tuple[str, str]:
        location: Location = item.location
        return location.field, location.block

    return [
        Section(title, [Group(key[0], list(group)) for key, group in groupby(list(of_tab), block)])
        for title, of_tab in groupby(items, tab)
    ]


def shown_of(outcome: Outcome) -> str:
    """Returns the JSON with the version of each text and value shown, which is posted with the form."""
    texts = {text.place.key: text.shown for _order, text in outcome.texts}
    return json.dumps(texts | {value.key: value.stored for _order, value in outcome.values})
