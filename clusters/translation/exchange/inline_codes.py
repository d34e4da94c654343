"""Converts wagtail-localize's HTML to words and tags and back, for PO and for XLIFF inline codes."""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag
from wagtail_localize.strings import INLINE_TAGS

VOID = frozenset({"br"})
MOST_TAGS = 400
"""In one text: what has more is no text, and recursive libraries would fail on it."""

_TAG = re.compile(
    r"\A\s*<(/?)([a-z][a-z0-9]*)(?:\s+id\s*=\s*[\"']?([^\"'<>\s]*)[\"']?)?\s*/?>\s*\Z", re.IGNORECASE
)


class Broken(ValueError):
    """A text whose markup cannot be understood; the message is for nobody."""


class Token(NamedTuple):
    """Words, or the beginning, end or whole of a tag; `text` is the words or the tag's name, `link` an `<a>`'s id."""

    kind: Literal["text", "open", "close", "void"]
    text: str
    link: str = ""


def tokens_of(data: str) -> list[Token]:
    """The tokens of a stored text. Raises `Broken` for what is no inline tag, and for comments and the like."""
    if data.count("<") > MOST_TAGS * 2:
        raise Broken("too many tags")
    return list(_walk(BeautifulSoup(data, "html.parser").children))


def _walk(nodes: Iterable[PageElement]) -> Iterator[Token]:
    for node in nodes:
        if type(node) is NavigableString:
            yield Token("text", str(node))
        elif not isinstance(node, Tag) or node.name not in INLINE_TAGS:
            raise Broken(f"not inline: {node!r:.40}")
        elif node.name in VOID:
            yield Token("void", node.name)
        else:
            link = str(node.attrs.get("id", "")) if node.name == "a" else ""
            yield Token("open", node.name, link)
            yield from _walk(node.children)
            yield Token("close", node.name, link)


def html_of(tokens: Iterable[Token]) -> str:
    """The text as it is stored. Raises `Broken` when a tag is not closed, or closes what was not opened last."""
    parts: list[str] = []
    stack: list[str] = []
    for kind, text, link in tokens:
        if kind == "text":
            parts.append(html.escape(text, quote=False))
            continue
        if kind == "open":
            stack.append(text)
        elif kind == "close" and (not stack or stack.pop() != text):
            raise Broken("closes another tag")
        parts.append(written(Token(kind, text, link)))
    if stack:
        raise Broken("not closed")
    return "".join(parts)


def written(tag: Token) -> str:
    """A tag as HTML writes it."""
    if tag.kind == "close":
        return f"</{tag.text}>"
    link = f' id="{html.escape(tag.link)}"' if tag.link else ""
    return f"<{tag.text}{link}{'/' if tag.kind == 'void' else ''}>"


def read_tag(data: str) -> Token:
    """The tag that `written` wrote. Raises `Broken` for anything else."""
    found = _TAG.match(data)
    if found is None or found[2].lower() not in INLINE_TAGS:
        raise Broken("no tag of ours")
    name, link = found[2].lower(), html.unescape(found[3] or "")
    if found[1]:
        return Token("close", name)
    return Token("void", name) if name in VOID else Token("open", name, link if name == "a" else "")


def canonical(data: str) -> str:
    """A stored text in the one way in which this module writes it. Raises `Broken`."""
    return html_of(tokens_of(data))


def comparable(data: str) -> str:
    """A text as two of them are compared: one way of writing, white space aside; what is broken as it is."""
    try:
        return " ".join(canonical(data).split())
    except Broken:
        return " ".join(data.split())


def is_same(data: str, other: str) -> bool:
    """Whether two texts are one, white space included, however they are written."""
    try:
        return canonical(data) == canonical(other)
    except Broken:
        return data == other


def tags_of(data: str) -> Counter[str]:
    """How often each tag stands in a text, each as HTML writes it. Raises `Broken`."""
    return Counter(written(token) for token in tokens_of(data) if token.kind in ("open", "void"))
