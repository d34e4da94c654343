"""Takes out of a text what no file can hold: control characters, which come with what somebody pastes."""

from dataclasses import fields, is_dataclass, replace
from typing import cast

from fedcms.core.i18n.plain_text import without_controls
from news.newsroom.copy_ready.document import TextDocument


def printable(document: TextDocument) -> TextDocument:
    """Returns the text with each of its strings without control characters."""
    return cast("TextDocument", _printable(document))


def _printable(value: object) -> object:
    if isinstance(value, str):
        return without_controls(value)
    if isinstance(value, tuple):
        return tuple(_printable(each) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: _printable(getattr(value, each.name)) for each in fields(value)})
    return value
