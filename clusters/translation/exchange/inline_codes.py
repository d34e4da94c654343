"""Converts wagtail-localize's HTML to text and tags and back, for PO and for XLIFF inline codes."""

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
"""The maximum number of tags in one text: with more of them, recursive libraries would fail."""

_TAG = re.compile(
    r"\A\s*<(/?)([a-z][a-z0-9]*)(?:\s+id\s*=\s*[\"']?([^\"'<>\s]*)[\"']?)?\s*/?>\s*\Z", re.IGNORECASE
)


class Broken(ValueError):
    """A text whose markup cannot be read; its message is not shown to people."""


class Token(NamedTuple):
    """A piece of text, or a tag that opens, closes or is empty.

    `text` is the text or the tag's name, `link` the id of an `<a>`.
    """

    kind: Literal["text", "open", "close", "void"]
    text: str
    link: str = ""


def tokens_of(data: str) -> list[Token]:
    """Returns the tokens of a stored text. Raises `Broken` for anything but text and inline tags."""
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
    """Returns the text as it is stored. Raises `Broken` if a tag is not closed, or not closed in the right order."""
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
    """Returns a tag as HTML."""
    if tag.kind == "close":
        return f"</{tag.text}>"
    link = f' id="{html.escape(tag.link)}"' if tag.link else ""
    return f"<{tag.text}{link}{'/' if tag.kind == 'void' else ''}>"


def read_tag(data: str) -> Token:
    """Returns the tag that `written` wrote. Raises `Broken` for anything else."""
    found = _TAG.match(data)
    if found is None or found[2].lower() not in INLINE_TAGS:
        raise Broken("no tag of ours")
    name, link = found[2].lower(), html.unescape(found[3] or "")
    if found[1]:
        return Token("close", name)
    return Token("void", name) if name in VOID else Token("open", name, link if name == "a" else "")


def canonical(data: str) -> str:
    """Returns a stored text in the canonical form of this module. Raises `Broken`."""
    return html_of(tokens_of(data))


def comparable(data: str) -> str:
    """Returns a text for comparison: in canonical form, with single spaces; broken markup stays as it is."""
    try:
        return " ".join(canonical(data).split())
    except Broken:
        return " ".join(data.split())


def is_same(data: str, other: str) -> bool:
    """Returns whether two texts are equal, white space included, however their tags are written."""
    try:
        return canonical(data) == canonical(other)
    except Broken:
        return data == other


def tags_of(data: str) -> Counter[str]:
    """Counts the tags of a text, each as HTML. Raises `Broken`."""
    return Counter(written(token) for token in tokens_of(data) if token.kind in ("open", "void"))
