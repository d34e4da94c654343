"""Reads XLIFF 2 as other tools write it: split segments, inline elements, states."""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, ParseError  # for the types; defusedxml does the parsing

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from clusters.publishing.refusal import Refusal
from clusters.translation.exchange.file_contents import (
    CONFIRMED,
    MOST_PAGES,
    MOST_UNITS,
    FoundContent,
    FoundUnit,
)
from clusters.translation.exchange.inline_codes import Broken, Token, html_of, read_tag
from clusters.translation.exchange.version_marks import mark_in
from clusters.translation.exchange.xliff_writer import NAMESPACE, PAGE

# XLIFF 2.1 kept the namespace of 2.0.
NAMESPACES = (NAMESPACE, "urn:oasis:names:tc:xliff:document:2.2")
TOOL = "XLIFF 2"
DEEPEST = 60
"""The maximum depth of nested inline elements."""


def read_xliff(data: bytes) -> list[FoundContent]:
    """Returns the pages of a document. Raises `Refusal` if it is not XLIFF 2; a document type (DOCTYPE) is refused."""
    root = _parsed(data)
    space, name = _split(root.tag)
    if name == "xliff" and (root.get("version", "").startswith("1.") or ":1." in space):
        raise Refusal(
            _(
                "Ce fichier est en XLIFF 1.x. Demandez à l’outil de traduction de rendre le fichier dans le format "
                "où il l’a reçu : XLIFF 2."
            )
        )
    if name != "xliff" or space not in NAMESPACES:
        raise Refusal(_("Ce fichier XML n’est pas un fichier XLIFF 2."))
    languages = root.get("srcLang", ""), root.get("trgLang", "")
    if not all(languages):
        raise Refusal(_("Ce fichier XLIFF ne dit pas ses deux langues (srcLang, trgLang)."))
    return list(_pages(root, f"{{{space}}}", languages))


def _parsed(data: bytes) -> Element:
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Refusal(
            _("Ce fichier XML a une déclaration de type de document (DOCTYPE) : il n’est pas lu.")
        ) from error
    except ParseError as error:
        raise Refusal(
            _("Ce fichier XML est abîmé (ligne %(line)d) : demandez-le de nouveau à qui l’a rendu.")
            % {"line": error.position[0]}
        ) from error
    except (ValueError, LookupError) as error:
        raise Refusal(_("L’encodage de ce fichier est inconnu : enregistrez-le en UTF-8.")) from error
    return root


def _split(tag: str) -> tuple[str, str]:
    space, _brace, name = tag.rpartition("}")
    return space.removeprefix("{"), name


def _pages(root: Element, space: str, languages: tuple[str, str]) -> Iterator[FoundContent]:
    count = 0
    for number, file in enumerate(root.iter(f"{space}file"), 1):
        if number > MOST_PAGES:
            raise Refusal(_("Ce fichier a trop de pages : %(count)d au plus.") % {"count": MOST_PAGES})
        found = FoundContent(
            file.get("id", "").removeprefix(PAGE), *languages, title=file.get("original", ""), tool=TOOL
        )
        for unit in file.iter(f"{space}unit"):
            count += 1
            if count > MOST_UNITS:
                raise Refusal(_("Ce fichier a trop de textes : %(count)d au plus.") % {"count": MOST_UNITS})
            found.units.append(_unit(unit, space))
        yield found


def _unit(unit: Element, space: str) -> FoundUnit:
    try:
        return _Reader(unit, space).unit()
    except Broken:
        words = " ".join("".join(each.itertext()) for each in unit.iterfind(f"{space}segment/{space}source"))
        problem = _("Une balise de ce texte est abîmée dans le fichier.")
        return FoundUnit(unit.get("name", ""), words, "", ident=unit.get("id", ""), problem=problem)


class _Reader:
    """Reads one unit of a document."""

    def __init__(self, unit: Element, space: str) -> None:
        self.element, self.space = unit, space
        self.data = {
            each.get("id", ""): _words(each, space)
            for each in unit.findall(f"{space}originalData/{space}data")
        }
        # The tag of each inline code, by its id: a tool may leave out the reference to it in the target.
        self.tags: dict[str, Token] = {}

    def unit(self) -> FoundUnit:
        """Returns the unit, its segments joined into one text, since a tool may have split it. Raises `Broken`."""
        source: list[Token] = []
        targets: list[tuple[int, list[Token]]] = []
        states: list[str] = []
        is_there, is_missing = False, False
        parts = [
            each for each in self.element if each.tag in (f"{self.space}segment", f"{self.space}ignorable")
        ]
        for number, part in enumerate(parts, 1):
            words = self._tokens(part.find(f"{self.space}source"))
            source += words
            target = part.find(f"{self.space}target")
            translated = self._tokens(target)
            order = target.get("order", "") if target is not None else ""
            if part.tag.endswith("segment"):
                is_there = is_there or _has_words(translated)
                is_missing = is_missing or (_has_words(words) and not _has_words(translated))
                states.append(part.get("state", "initial"))
            targets.append(
                (
                    int(order) if order.isdecimal() and len(order) < 6 else number,
                    translated if target is not None else words,
                )
            )
        text = html_of(
            token for _order, tokens in sorted(targets, key=lambda each: each[0]) for token in tokens
        )
        problem = _("Ce texte n’est traduit qu’en partie.") if is_there and is_missing else ""
        state = states[0] if states and all(each in CONFIRMED for each in states) else "translated"
        return FoundUnit(
            self.element.get("name", ""),
            html_of(source),
            text if is_there else "",
            state,
            self.element.get("id", ""),
            problem,
            mark_in(" ".join("".join(note.itertext()) for note in self._notes())),
        )

    def _notes(self) -> Iterator[Element]:
        return self.element.iterfind(f"{self.space}notes/{self.space}note")

    def _tokens(self, element: Element | None) -> list[Token]:
        return list(self._walk(element, 0)) if element is not None else []

    def _walk(self, element: Element, depth: int) -> Iterator[Token]:
        if depth > DEEPEST:
            raise Broken("too deep")
        if element.text:
            yield Token("text", element.text)
        for child in element:
            yield from self._inline(child, depth)
            if child.tail:
                yield Token("text", child.tail)

    def _inline(self, child: Element, depth: int) -> Iterator[Token]:
        name = child.tag.removeprefix(self.space)
        if name == "pc":
            tag = self._tag(child, "dataRefStart")
            yield tag
            yield from self._walk(child, depth + 1)
            yield Token("close", tag.text)
        elif name in ("sc", "ph"):
            yield self._tag(child, "dataRef")
        elif name == "ec":
            yield Token("close", self._tag(child, "dataRef").text)
        elif name == "mrk":
            yield from self._walk(child, depth + 1)
        elif name == "cp":
            yield Token("text", _character(child))
        elif name not in ("sm", "em"):
            raise Broken(f"unknown element {name[:40]}")

    def _tag(self, code: Element, reference: str) -> Token:
        number = code.get("startRef") or code.get("id") or ""
        data = self.data.get(code.get(reference, ""))
        tag = read_tag(data) if data is not None else self.tags.get(number)
        if tag is None:
            raise Broken("a code without its data")
        if tag.kind != "close":
            self.tags.setdefault(number, tag)
        return tag


def _has_words(tokens: Iterable[Token]) -> bool:
    return any(token.kind == "text" and token.text.strip() for token in tokens)


def _character(cp: Element) -> str:
    """Returns the character of a `<cp>`.

    Raises `Broken` for an invalid one, and for one that a database cannot store.
    """
    try:
        character = chr(int(cp.get("hex", ""), 16))
    except (ValueError, OverflowError) as error:
        raise Broken("no character") from error
    if character == "\0" or "\ud800" <= character <= "\udfff":
        raise Broken("no character of a text")
    return character


def _words(data: Element, space: str) -> str:
    """Returns the text of `<data>`, which may contain no other element than `<cp>`."""
    return (data.text or "") + "".join(
        (_character(child) if child.tag == f"{space}cp" else "") + (child.tail or "") for child in data
    )
