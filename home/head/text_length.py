"""Shortens titles and descriptions to what search engines and social networks show."""

import re

DESCRIPTION_LENGTH = 160
TITLE_LENGTH = 65
"""About how much of a title a search result shows; the publisher's name is left out of longer ones."""

_SHORTEST_SENTENCE = 80
_END_OF_SENTENCE = re.compile(r"[.!?؟…](?=\s)")


def shorten(text: str, most: int) -> str:
    """Returns the text on one line, at most `most` characters: cut after a sentence, else after a word with "…"."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    ends = [match.end() for match in _END_OF_SENTENCE.finditer(text[: most + 1])]
    if ends and ends[-1] >= _SHORTEST_SENTENCE:
        return text[: ends[-1]]
    cut = text[:most].rpartition(" ")[0] or text[: most - 1]
    return cut.rstrip(" ,;:،؛–-") + "…"


def document_title(title: str, owner: str, nth: str = "") -> str:
    """Returns the browser's title: the title, which page of a listing (`nth`), and the publisher if it fits."""
    own = f"{title} – {nth}" if nth else title
    whole = f"{own} – {owner}"
    return own if owner == title or len(whole) > TITLE_LENGTH else whole
