"""Writes XLIFF 2.0 (OASIS): a document for each pair of languages, with a `<file>` a page and a `<unit>` a text.

Tags are inline codes (`<pc>`, `<ph>`) with their HTML as original data, so that tools protect them. Only the core of
XLIFF is used: glossary terms and context are notes, which every tool shows.
"""

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring  # writing; defusedxml does the parsing

from clusters.translation.exchange.file_contents import FileContent, Unit, ident_of
from clusters.translation.exchange.inline_codes import Broken, Token, tokens_of, written
from fedcms.core.templatetags.core_tags import direction

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
PAGE = "page-"
# Characters that XML 1.0 cannot contain, not even escaped; XLIFF has an element (`<cp>`) for them.
INVALID = re.compile("([\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff])")
KINDS = {"a": {"type": "link"}, "b": {"type": "fmt", "subType": "xlf:b"}, "i": {"type": "fmt", "subType": "xlf:i"},
         "br": {"type": "fmt", "subType": "xlf:lb"}}  # fmt: skip
FIXED = {"canCopy": "no", "canDelete": "no"}


def write_xliff(contents: Sequence[FileContent]) -> bytes:
    """Returns the document of pages that all have the same two languages."""
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
    """Adds a structural element on a line of its own, and returns it.

    Within a text, the white space would be content.
    """
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
    """The ids of a unit's tags: a tag has the same id in source and target, by which tools match them."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[str, str, int], str] = {}
        self.data: dict[str, str] = {}

    def number(self, token: Token, times: int) -> str:
        """Returns the id of the n-th occurrence (`times`) of a tag."""
        return self.numbers.setdefault((token.text, token.link, times), str(len(self.numbers) + 1))

    def reference(self, tag: Token) -> str:
        """Returns the name of a tag's original data."""
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
            # The editor marks it as faulty, too: it is to be translated again.
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
    """Returns `<source>` or `<target>` with the tokens, without any white space between them."""
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
    """Appends text to an element; characters that XML cannot contain become `<cp>`."""
    for number, part in enumerate(INVALID.split(words)):
        if number % 2:
            SubElement(parent, "cp", {"hex": f"{ord(part):04X}"})
        elif len(parent):
            parent[-1].tail = (parent[-1].tail or "") + part
        else:
            parent.text = (parent.text or "") + part
