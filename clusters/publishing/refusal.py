"""A refusal that the person who asked can read."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError


class Refusal(Exception):
    """What was asked is not done; the message says why and what to do, in the reader's language."""


def sentences(error: ValidationError) -> str:
    """The messages of a validation error in one line, each after the name of its field."""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    found: Iterable[tuple[str, list[str]]] = error.message_dict.items()
    return " ".join(
        " ".join(words) if name == "__all__" else f"{name} : {' '.join(words)}" for name, words in found
    )
