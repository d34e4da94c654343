"""Writes the HTML of a mail as plain text, for its text alternative: paragraphs, lists, tables, addresses of links."""

import re

from lxml import html as parser
from lxml.html import HtmlElement

_SPACES = re.compile(r"[ \t\n\r\f]+")
_BLOCKS = frozenset(
    {"p", "div", "h1", "h2", "h3", "ul", "ol", "blockquote", "figure", "section", "header", "footer", "main"}
)
_SILENT = frozenset({"head", "style", "script", "title"})


def _inline(element: HtmlElement) -> str:
    """Returns what stands in an element that is no block, links with their address after them."""
    if not isinstance(element.tag, str):
        return ""
    if element.tag == "br":
        return "\0"
    text = _inline_children(element)
    address = element.get("href", "").removeprefix("mailto:").removeprefix("tel:")
    if element.tag == "a" and address and address != text.strip():
        return f"{text} ({address})" if element.get("href", "").startswith("http") else text
    return text


def _inline_children(element: HtmlElement) -> str:
    parts = [element.text or ""]
    for child in element:
        parts += [_inline(child), child.tail or ""]
    return "".join(parts)


def _tidy(text: str) -> str:
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\0"))
    return "\n".join(line for line in lines if line)


def _indented(text: str, first: str, others: str) -> str:
    return first + text.replace("\n", f"\n{others}")


def _has_blocks(element: HtmlElement) -> bool:
    return any(child.tag in _BLOCKS or child.tag in ("li", "table", "hr") for child in element)


def _table(table: HtmlElement) -> list[str]:
    caption = [_tidy(_inline_children(each)) for each in table.iter("caption")]
    rows = [
        " | ".join(_tidy(_inline_children(cell)) for cell in row if cell.tag in ("td", "th"))
        for row in table.iter("tr")
    ]
    return [*caption, "\n".join(rows)]


def _list(element: HtmlElement) -> str:
    lines = []
    for number, item in enumerate(element.iterchildren("li"), 1):
        mark = f"{number}. " if element.tag == "ol" else "- "
        lines.append(_indented("\n".join(_blocks(item)), mark, " " * len(mark)))
    return "\n".join(lines)


def _blocks(element: HtmlElement) -> list[str]:
    """Returns the blocks of an element as texts: those between two of them stand apart by an empty line."""
    if not _has_blocks(element):
        return [text] if (text := _tidy(_inline_children(element))) else []
    found: list[str] = []
    loose = element.text or ""
    for child in element:
        if child.tag in _SILENT:
            pass
        elif child.tag in _BLOCKS or child.tag in ("table", "hr"):
            found += [loose_text] if (loose_text := _tidy(loose)) else []
            loose = ""
            found += _block(child)
        else:
            loose += _inline(child)
        loose += child.tail or ""
    return found + ([loose_text] if (loose_text := _tidy(loose)) else [])


def _block(element: HtmlElement) -> list[str]:
    if element.tag == "hr":
        return ["-" * 40]
    if element.tag in ("ul", "ol"):
        return [_list(element)]
    if element.tag == "table":
        return _table(element)
    return _marked(element.tag, _blocks(element))


def _marked(tag: str, blocks: list[str]) -> list[str]:
    """Returns the blocks of a quotation or a heading as they are set off in a text."""
    if tag == "blockquote":
        return [_indented("\n".join(blocks), "> ", "> ")]
    if tag == "h1" and blocks:
        return [blocks[0].upper(), *blocks[1:]]
    if tag in ("h2", "h3") and blocks:
        return [f"{blocks[0]}\n{'-' * min(len(blocks[0]), 60)}", *blocks[1:]]
    return blocks


def text_of(html: str) -> str:
    """Returns the text of a whole HTML document."""
    body = parser.document_fromstring(html).find("body")
    return "\n\n".join(_blocks(body)) + "\n"
