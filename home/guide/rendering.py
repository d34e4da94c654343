"""Renders a chapter of the editors' guide from Markdown to HTML, with an anchor for each heading.

Anchors are those that code hosts make of the same headings, so that a link to one works in both.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

# The guide is a part of the project; yet no HTML in it: what it looks like is said here and in the style sheet.
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
_NOT_IN_ANCHORS = re.compile(r"[^\w\- ]")
_SPACES = re.compile(r"\s+")

# The address that takes the place of a link's, or the source (and further attributes) that take a picture's.
LinkAddress = Callable[[str], str]
PictureAttributes = Callable[[str], dict[str, str]]


@dataclass(frozen=True)
class GuideSection:
    """A heading of a chapter, with the text below it up to the next heading."""

    level: int
    title: str
    anchor: str
    text: str


@dataclass(frozen=True)
class RenderedChapter:
    """A chapter as HTML, the sections in it, and the names of the screen that it prints in bold."""

    html: SafeString
    sections: tuple[GuideSection, ...]


def plain_text(inline: Token) -> str:
    """Returns the text of a paragraph, heading or cell without its marks; pictures are left out."""
    found = ""
    for token in inline.children or []:
        if token.type in ("text", "code_inline"):
            found += token.content
        elif token.type in ("softbreak", "hardbreak"):
            found += " "
    return found.strip()


def anchor_of(title: str) -> str:
    """Returns the anchor of a heading, as code hosts make it: lower case, hyphens for spaces, no punctuation."""
    return _NOT_IN_ANCHORS.sub("", title.lower()).replace(" ", "-")


def parse(text: str) -> list[Token]:
    """Returns the tokens of a text in Markdown, its headings with anchors that differ from one another."""
    tokens = _markdown.parse(text)
    seen: Counter[str] = Counter()
    for heading, inline in pairwise(tokens):
        if heading.type == "heading_open":
            anchor = anchor_of(plain_text(inline))
            again = seen[anchor]
            seen[anchor] += 1
            heading.attrSet("id", f"{anchor}-{again}" if again else anchor)
    return tokens


def sections_of(tokens: Sequence[Token]) -> tuple[GuideSection, ...]:
    """Returns the sections of a chapter in their order."""
    found: list[tuple[int, str, str, list[str]]] = []
    heading: Token | None = None
    for token in tokens:
        if token.type == "heading_open":
            heading = token
        elif token.type == "inline" and heading is not None:
            found.append((int(heading.tag[1:]), plain_text(token), str(heading.attrGet("id")), []))
            heading = None
        elif token.type == "inline" and found:
            found[-1][3].append(plain_text(token))
    return tuple(
        GuideSection(level, title, anchor, _SPACES.sub(" ", " ".join(texts)).strip())
        for level, title, anchor, texts in found
    )


def render(text: str, link_address: LinkAddress, picture_attributes: PictureAttributes) -> RenderedChapter:
    """Returns a chapter as HTML. `link_address` and `picture_attributes` say what stands for what its file names."""
    tokens = parse(text)
    for inline in tokens:
        for token in inline.children or []:
            if token.type == "link_open":
                token.attrSet("href", link_address(str(token.attrGet("href"))))
            elif token.type == "image":
                for name, value in picture_attributes(str(token.attrGet("src"))).items():
                    token.attrSet(name, value)
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    return RenderedChapter(mark_safe(html), sections_of(tokens))  # noqa: S308  # our own text, without HTML in it
