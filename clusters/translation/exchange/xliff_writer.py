"""Writes XLIFF 2.0 (OASIS): one document a pair of languages, a `<file>` a page, a `<unit>` a text.

Tags are inline codes (`<pc>`, `<ph>`) with their HTML as original data, so that a tool protects them. The core alone is
used: glossary and context are notes, which every tool shows.
"""

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring  # writing; defusedxml does the parsing

from clusters.translation.exchange.file_contents import FileContent, Unit, ident_of
from clusters.translation.exchange.inline_codes import Broken, Token, tokens_of, written
from fedcms.core.templatetags.core_tags import direction

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
PAGE = "page-"
# What XML 1.0 cannot hold in any way; XLIFF has an element for it.
INVALID = re.compile("([\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff])")
KINDS = {"a": {"type": "link"}, "b": {"type": "fmt", "subType": "xlf:b"}, "i": {"type": "fmt", "subType": "xlf:i"},
         "br": {"type": "fmt", "subType": "xlf:lb"}}  # fmt: skip
FIXED = {"canCopy": "no", "canDelete": "no"}


def write_xliff(contents: Sequence[FileContent]) -> bytes:
    """A document of pages that all have the same two languages."""
    first = contents[0]
    root = Element(
        "xliff",
        {
            "xmlns": NAMESPACE,
            "version": "2.0",
            "srcLang": first.source_language,
            "trgLang": first.target_language,
        },
    )
    for content in contents:
        _add_page(root, content)
    document = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{document}\n'.encode()


def _without_invalid(text: str) -> str:
    return " ".join(INVALID.sub("", text).split())


def _structure(parent: Element, name: str, attributes: dict[str, str] | None = None) -> Element:
    """An element of structure, on a line of its own. Within a text white space would be words."""
    parent.text = "\n"
    made = SubElement(parent, name, attributes or {})
    made.tail = "\n"
    return made


def _add_note(notes: Element, category: str, text: str) -> None:
    note = _structure(notes, "note", {"category": category})
    note.text = _without_invalid(text)


def _add_page(root: Element, content: FileContent) -> None:
    if not content.units:
        return
    file = _structure(
        root,
        "file",
        {
            "id": f"{PAGE}{content.key}",
            "original": _without_invalid(content.title),
            "canResegment": "no",
            "srcDir": direction(content.source_language),
            "trgDir": direction(content.target_language),
            "xml:space": "preserve",
        },
    )
    notes = _structure(file, "notes")
    _add_note(notes, "title", content.title)
    if content.address:
        _add_note(notes, "address", content.address)
    for unit in content.units:
        _add_unit(file, unit)


class _Codes:
    """The numbers of a unit's tags: the same tag has the same one in source and target, for a tool to match them."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[str, str, int], str] = {}
        self.data: dict[str, str] = {}

    def number(self, token: Token, times: int) -> str:
        """Of the so-manieth tag of its kind."""
        return self.numbers.setdefault((token.text, token.link, times), str(len(self.numbers) + 1))

    def reference(self, tag: Token) -> str:
        """The name of a tag's original data."""
        return self.data.setdefault(written(tag), f"d{len(self.data) + 1}")


def _add_unit(file: Element, unit: Unit) -> None:
    made = _structure(file, "unit", {"id": ident_of(unit.path, unit.source), "name": unit.path})
    notes = _structure(made, "notes")
    _add_note(notes, "location", unit.label or unit.path)
    for text in unit.notes:
        _add_note(notes, "remark", text)
    if unit.kept:
        _add_note(notes, "kept", unit.kept)
    codes = _Codes()
    source = _text("source", tokens_of(unit.source), codes)
    target = None
    if unit.target:
        try:
            target = _text("target", tokens_of(unit.target), codes)
        except Broken:
            # Marked as faulty in the editor, too: who translates writes it anew.
            target = None
    if codes.data:
        original = _structure(made, "originalData")
        for text, name in codes.data.items():
            _structure(original, "data", {"id": name}).text = text
    state = unit.state if target is not None else "initial"
    segment = _structure(made, "segment", {"state": state})
    for element in (source, target):
        if element is not None:
            segment.text = element.tail = "\n"
            segment.append(element)


def _text(name: str, tokens: list[Token], codes: _Codes) -> Element:
    """`<source>` or `<target>` of tokens, with nothing between them that is not theirs."""
    root = Element(name)
    stack, times = [root], dict[tuple[str, str], int]()
    for token in tokens:
        if token.kind == "text":
            _add_words(stack[-1], token.text)
        elif token.kind == "close":
            stack.pop()
        else:
            seen = times[token.text, token.link] = times.get((token.text, token.link), 0) + 1
            attributes = {"id": codes.number(token, seen)} | KINDS.get(token.text, {}) | FIXED
            if token.kind == "void":
                SubElement(stack[-1], "ph", attributes | {"dataRef": codes.reference(token)})
                continue
            ends = {
                "dataRefStart": codes.reference(token),
                "dataRefEnd": codes.reference(Token("close", token.text)),
            }
            stack.append(SubElement(stack[-1], "pc", attributes | ends))
    return root


def _add_words(parent: Element, words: str) -> None:
    """Puts words at the end of an element; a character that XML cannot hold becomes `<cp>`."""
    for number, part in enumerate(INVALID.split(words)):
        if number % 2:
            SubElement(parent, "cp", {"hex": f"{ord(part):04X}"})
        elif len(parent):
            parent[-1].tail = (parent[-1].tail or "") + part
        else:
            parent.text = (parent.text or "") + part
