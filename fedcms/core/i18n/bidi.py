"""Isolates names from the direction of the text around them, where `<bdi>` is not possible."""

from django.utils.translation import get_language_bidi


def isolated(text: str) -> str:
    """The text between first strong isolate and its end (Unicode Bidirectional Algorithm, UAX 9)."""
    return f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"


def in_line(name: str) -> str:
    """A name in a line of the active language: one in Latin letters would turn the whole of an Arabic one."""
    return isolated(name) if name and get_language_bidi() else name
