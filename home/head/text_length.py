"""Shortens titles and descriptions to what search engines and social networks show."""

import re

DESCRIPTION_LENGTH = 160
TITLE_LENGTH = 65
"""About what a result shows of a title; the name of the publisher is left out of longer ones."""

_SHORTEST_SENTENCE = 80
_END_OF_SENTENCE = re.compile(r"[.!?؟…](?=\s)")


def shorten(text: str, most: int) -> str:
    """The text on one line, cut to `most` characters: after a sentence, else after a word, with an ellipsis."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    ends = [match.end() for match in _END_OF_SENTENCE.finditer(text[: most + 1])]
    if ends and ends[-1] >= _SHORTEST_SENTENCE:
        return text[: ends[-1]]
    cut = text[:most].rpartition(" ")[0] or text[: most - 1]
    return cut.rstrip(" ,;:،؛–-") + "…"


def document_title(title: str, owner: str, nth: str = "") -> str:
    """What stands in the browser's tab: the title, which page of a list, and the publisher if it fits."""
    own = f"{title} – {nth}" if nth else title
    whole = f"{own} – {owner}"
    return own if owner == title or len(whole) > TITLE_LENGTH else whole
