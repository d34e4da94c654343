"""Saves the texts and values that were changed in the editor's form, each by itself, and nothing that was not seen.

A text that is not accepted stays as it was typed, with the reason beside it; the others are saved.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.http import QueryDict
from wagtail_localize.models import StringTranslation, Translation

from clusters.publishing.refusal import Refusal
from clusters.translation.access.guards import lock, refuse_locked, target_page
from clusters.translation.editor.layout import Layout
from clusters.translation.editor.posted_values import read_again, save_value
from clusters.translation.editor.shown_texts import Text, digest, one_line, shown_version, text_form, texts_of
from clusters.translation.editor.shown_values import Value, values_of
from clusters.translation.editor.string_saving import save_string
from clusters.translation.state.signal_handlers import states_once
from clusters.translation.texts.plain_text import plain
from fedcms.users.models import User

SHOWN = "shown"
"""The form field that holds the version of each text and value shown; a request with it comes from the editor."""


@dataclass
class Outcome:
    """The result of a posted form: its texts and values as they are shown again.

    `saved` counts what was written; `homeless` are texts that were typed for a source text that no longer exists.
    """

    texts: list[tuple[int, Text]]
    values: list[tuple[int, Value]]
    saved: int = 0
    homeless: list[str] = field(default_factory=list)

    @property
    def refused(self) -> int:
        """How many texts and values were not accepted."""
        return sum(bool(text.form.errors) for _order, text in self.texts) + sum(
            bool(value.problem) for _order, value in self.values
        )

    @property
    def is_whole(self) -> bool:
        """Whether everything that was typed is saved."""
        return not self.refused and not self.homeless


def is_posted(data: QueryDict) -> bool:
    """Returns whether a request contains the editor's form."""
    return SHOWN in data


def _flat(data: QueryDict) -> dict[str, str]:
    """Returns one value for each field of the form."""
    return {name: data.get(name, "") for name in data}


def shown_in(data: QueryDict) -> dict[str, str]:
    """Returns the versions that the form showed, by the key of each text and value; empty if it is not valid JSON."""
    try:
        found: Any = json.loads(data.get(SHOWN, ""))
    except (ValueError, RecursionError):
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def typed_again(translation: Translation, user: User, data: QueryDict) -> Outcome:
    """Returns the form as it was typed, without saving anything."""
    layout = Layout(translation.source.get_source_instance())
    shown = shown_in(data)
    texts = texts_of(translation, layout)
    for _order, text in texts:
        if f"text-{text.place.key}-target" in data:
            text.form = text_form(translation, text.place, text.row, data)
            text.shown = shown.get(text.place.key, text.shown)
    values = values_of(translation, layout, user, _flat(data))
    return Outcome(texts, values, homeless=homeless_texts(data, {text.place.key for _order, text in texts}))


def save_posted(translation: Translation, user: User, data: QueryDict) -> Outcome:
    """Saves the texts and values that were changed, and returns the result.

    Raises `Refusal` while the page is locked for the person; then nothing is saved.
    """
    shown = shown_in(data)
    with transaction.atomic(), states_once():
        # Of two people who save at once, the second one sees what the first one wrote; a text in review stays as it is.
        lock(translation)
        refuse_locked(user, target_page(translation))
        layout = Layout(translation.source.get_source_instance())
        texts = texts_of(translation, layout)
        saved = sum(_save_text(translation, text, user, data, shown) for _order, text in texts)
        values = values_of(translation, layout, user, _flat(data))
        saved += sum(save_value(translation, value, user, data, shown) for _order, value in values)
        values = read_again(translation, layout, user, data, values)
    return Outcome(texts, values, saved, homeless_texts(data, {text.place.key for _order, text in texts}))


def _save_text(
    translation: Translation, text: Text, user: User, data: QueryDict, shown: dict[str, str]
) -> bool:
    """Saves one text if it was changed; returns whether anything was written."""
    key = text.place.key
    if f"text-{key}-target" not in data:
        return False
    form = text_form(translation, text.place, text.row, data)
    now, before = text.shown, shown.get(key, text.shown)
    if not form.is_valid():
        text.form, text.shown = form, before
        return False
    value = str(form.cleaned_data["target"])
    if _is_same(value, before) or (text.row is not None and value == one_line(text.row.data)):
        return False
    if text.row is None and not value:
        return False
    try:
        row = save_string(translation, text.place, text.row, value or None, user, has_seen=now == before)
    except Refusal as refusal:
        form.add_error("target", str(refusal))
        text.form = form
        return False
    _keep_shown(translation, text, row)
    return True


def _is_same(value: str, before: str) -> bool:
    """Returns whether a text is the one that the form showed."""
    return bool(before) and digest(value) == before.partition(" ")[2]


def _keep_shown(translation: Translation, text: Text, row: StringTranslation | None) -> None:
    """Shows the text as it is stored now."""
    if row is not None and text.row is not None:
        row.translation_of, row.context = text.row.translation_of, text.row.context
    text.row, text.shown = row, shown_version(row)
    text.form = text_form(translation, text.place, row)


def homeless_texts(data: QueryDict, known: set[str]) -> list[str]:
    """Returns the texts that were typed for keys that are not in `known`, because their source text is gone."""
    shown = shown_in(data)
    gone = [key for key in shown if key not in known and not key.startswith("value-")]
    typed = {key: one_line(data.get(f"text-{key}-target", "")) for key in gone}
    return [plain(value) for key, value in typed.items() if value.strip() and not _is_same(value, shown[key])]
