"""Isolates names from the direction of the text around them, where `<bdi>` cannot be used."""

from django.utils.translation import get_language_bidi


def isolated(text: str) -> str:
    """Returns the text between the Unicode characters that isolate its direction (UAX 9)."""
    return f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"


def in_line(name: str) -> str:
    """Returns a name to put into a line of text.

    In Arabic it is isolated: otherwise a Latin name could change the direction of the whole line.
    """
    return isolated(name) if name and get_language_bidi() else name
