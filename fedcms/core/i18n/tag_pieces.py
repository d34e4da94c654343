"""Takes HTML apart into tags and the texts between them, for what changes the texts alone."""

import re
from collections.abc import Iterator

_TAG = re.compile(r"(<[^>]*>)")


def tag_pieces(text: str) -> Iterator[tuple[bool, str]]:
    """Yields each piece of escaped text or safe HTML in order, and whether it is a tag."""
    for number, piece in enumerate(_TAG.split(text)):
        yield bool(number % 2), piece
