"""Reads the HTML of a rich text into paragraphs and lists, with their links."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from lxml import html
from wagtail.rich_text import RichText, expand_db_html

from fedcms.core.blocks.expanded_links import ExpandedText
from fedcms.core.i18n.plain_text import without_controls
from news.newsroom.copy_ready.document import Item, ListLine, Paragraph, Span, Spans, TextList

Resolve = Callable[[str], str]
"""Makes an absolute address of one in a text; "" where the text must link nowhere."""

_LISTS = ("ul", "ol")


@dataclass(frozen=True)
class _Look:
    is_bold: bool = False
    is_italic: bool = False
    url: str = ""


def items_of_rich_text(value: RichText | str, resolve: Resolve) -> list[Item]:
    """Returns the paragraphs and lists of a rich text; links to what is not public lead nowhere, as on the page."""
    # The parser drops what is no text, and with it the break between two words.
    source = without_controls(_html_of(value))
    if not source.strip():
        return []
    found: list[Item] = []
    for node in html.fragment_fromstring(source, create_parent="div"):
        if node.tag in _LISTS:
            found.append(TextList(tuple(_lines(node, resolve, 0))))
        elif isinstance(node.tag, str) and (spans := _trimmed(_spans(node, _Look(), resolve))):
            found.append(Paragraph(spans))
    return found


def _html_of(value: RichText | str) -> str:
    """Returns the HTML with addresses, as pages have it: the same rewriters find what a link leads to."""
    if isinstance(value, ExpandedText):
        return value.expanded
    return str(expand_db_html(value.source)) if isinstance(value, RichText) else str(value)


def _lines(node: html.HtmlElement, resolve: Resolve, depth: int) -> Iterator[ListLine]:
    for item in node:
        if item.tag != "li":
            continue
        own = _trimmed(_spans(item, _Look(), resolve))
        if own:
            yield ListLine(own, depth, is_numbered=node.tag == "ol")
        for child in item:
            if child.tag in _LISTS:
                yield from _lines(child, resolve, depth + 1)


def _spans(node: html.HtmlElement, look: _Look, resolve: Resolve) -> Iterator[Span]:
    """Yields the text of an element, without the lists in it."""
    if node.text:
        yield Span(node.text, look.is_bold, look.is_italic, look.url)
    for child in node:
        if child.tag == "br":
            yield Span("\n", look.is_bold, look.is_italic, look.url)
        elif isinstance(child.tag, str) and child.tag not in _LISTS:
            yield from _spans(child, _look_of(child, look, resolve), resolve)
        if child.tail:
            yield Span(child.tail, look.is_bold, look.is_italic, look.url)


def _look_of(node: html.HtmlElement, look: _Look, resolve: Resolve) -> _Look:
    if node.tag in ("b", "strong"):
        return replace(look, is_bold=True)
    if node.tag in ("i", "em"):
        return replace(look, is_italic=True)
    if node.tag == "a":
        return replace(look, url=resolve(node.get("href", "")))
    return look


def _trimmed(spans: Iterator[Span]) -> Spans:
    """Returns spans with what looks alike put together, and without spaces around."""
    joined: list[Span] = []
    for span in spans:
        if joined and replace(joined[-1], text="") == replace(span, text=""):
            joined[-1] = replace(span, text=joined[-1].text + span.text)
        else:
            joined.append(span)
    if joined:
        joined[0] = replace(joined[0], text=joined[0].text.lstrip())
        joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip())
    return tuple(span for span in joined if span.text)
