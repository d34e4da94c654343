"""Keeps of foreign HTML what a paragraph of the body may hold: bold, italic, links and lists. All else is text."""

import re
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag
from django.utils.html import escape

BOLD, ITALIC, LISTS = ("b", "strong"), ("i", "em"), ("ul", "ol")
SCHEMES = ("http", "https", "mailto", "tel")
# What no reader sees, or what would need a script.
UNSEEN = ("script", "style", "head", "template", "noscript", "iframe", "object", "svg", "math", "form", "button",
          "input", "select", "textarea", "video", "audio", "canvas", "link", "meta", "title", "xml")  # fmt: skip
_SPACE = re.compile(r"[ \t\r\n\f]+")
# Longer, a style is no work of a word processor.
_LONGEST_STYLE = 2000
# After these a new word begins; within all others, letters go on.
_ENDS_WORDS = ("br", "p", "div", "li", "td", "th", "tr", "h1", "h2", "h3", "h4", "h5", "h6")
_NUMBERED = re.compile(r"^\s*(\d+|[a-zA-Z]|[ivxIVX]+)[.)]")


def parse(data: str) -> BeautifulSoup:
    """Returns the document without what nobody sees, with Word's lists as lists.

    Raises `RecursionError` for one that is nested too deep.
    """
    soup = BeautifulSoup(data, "html.parser")
    for element in soup.find_all(lambda tag: tag.name in UNSEEN or _styles(tag).get("display") == "none"):
        element.decompose()
    _make_lists(soup)
    return soup


def _styles(tag: Tag) -> dict[str, str]:
    """Returns the declarations of a style attribute, names and values in lower case."""
    style = str(tag.get("style") or "")
    if len(style) > _LONGEST_STYLE:
        return {}
    pairs = (declaration.partition(":") for declaration in style.split(";"))
    return {name.strip().lower(): value.strip().lower() for name, _colon, value in pairs if value.strip()}


def _make_lists(soup: BeautifulSoup) -> None:
    """Word pastes each item of a list as a paragraph, with its sign as text."""
    last: Tag | None = None
    for paragraph in soup.find_all("p"):
        if "mso-list" not in _styles(paragraph) or _styles(paragraph)["mso-list"] in ("none", "skip"):
            continue
        signs = paragraph.find_all(lambda tag: _styles(tag).get("mso-list") == "ignore")
        kind = "ol" if signs and _NUMBERED.match(signs[0].get_text()) else "ul"
        for sign in signs:
            sign.decompose()
        before = paragraph.find_previous_sibling()
        if last is None or before is not last or last.name != kind:
            last = soup.new_tag(kind)
            paragraph.insert_before(last)
        paragraph.name = "li"
        paragraph.attrs = {}
        last.append(paragraph.extract())


def _words_in(tag: Tag) -> str:
    """Returns the text of an element. A mark within a word leaves it whole; a new paragraph begins another word."""
    parts: list[str] = []
    for child in tag.children:
        if isinstance(child, Tag):
            inner = _words_in(child)
            parts.append(f" {inner} " if child.name in _ENDS_WORDS else inner)
        elif is_text(child):
            parts.append(str(child))
    return "".join(parts)


def text_of(node: PageElement) -> str:
    """Returns the words of an element in one line."""
    words = _words_in(node) if isinstance(node, Tag) else str(node)
    return _SPACE.sub(" ", words.replace("\xa0", " ")).strip()


def is_text(node: PageElement) -> bool:
    """Returns whether a node is text that a reader sees: no comment, no declaration."""
    return isinstance(node, NavigableString) and not isinstance(node, PreformattedString)


def _marks(tag: Tag) -> list[str]:
    """Returns the elements that stand for an element's look; Google's documents are in a bold element that is not."""
    styles = _styles(tag)
    weight, slope = styles.get("font-weight", ""), styles.get("font-style", "")
    marks = []
    if weight in ("bold", "bolder", "600", "700", "800", "900") or (tag.name in BOLD and weight != "normal"):
        marks.append("b")
    if slope == "italic" or (tag.name in ITALIC and slope != "normal"):
        marks.append("i")
    return marks


def address_of(tag: Tag) -> str:
    """Returns the address of a link that may be kept, else ""."""
    address = str(tag.get("href") or "").strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme.lower() in SCHEMES and (parts.netloc or parts.path) else ""


def inline(nodes: list[PageElement], held: frozenset[str] = frozenset()) -> str:
    """Returns the HTML of text with bold, italic and links, none of them in itself."""
    made: list[str] = []
    for node in nodes:
        if is_text(node):
            made.append(escape(_SPACE.sub(" ", str(node))))
        elif isinstance(node, Tag):
            made.append(_inline_tag(node, held))
    return "".join(made)


def _inline_tag(tag: Tag, held: frozenset[str]) -> str:
    if tag.name == "br":
        return "<br/>"
    marks = [mark for mark in _marks(tag) if mark not in held]
    address = address_of(tag) if tag.name == "a" and "a" not in held else ""
    inner = inline(list(tag.children), held | set(marks) | ({"a"} if address else set()))
    if not inner.strip():
        return inner
    for mark in marks:
        inner = f"<{mark}>{inner}</{mark}>"
    return f'<a href="{escape(address)}">{inner}</a>' if address else inner


def list_html(tag: Tag) -> str:
    """Returns a list with the lists in its items."""
    items: list[str] = []
    for child in tag.children:
        if not isinstance(child, Tag):
            continue
        if child.name in LISTS:
            # As Word's own HTML has it: the inner list beside the item that it belongs to.
            inner = list_html(child)
            if items and inner:
                items[-1] = items[-1].removesuffix("</li>") + inner + "</li>"
            continue
        inner = "".join(list_html(sub) for sub in child.find_all(LISTS, recursive=False))
        own = inline([node for node in child.children if getattr(node, "name", None) not in LISTS]).strip()
        if own or inner:
            items.append(f"<li>{own}{inner}</li>")
    return f"<{tag.name}>{''.join(items)}</{tag.name}>" if items else ""
