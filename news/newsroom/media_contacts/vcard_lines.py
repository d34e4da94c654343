"""Reads media contacts from vCards, version 3 or 4: their content lines are those of iCalendar (RFC 6350, RFC 5545)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from icalendar.parser import Contentlines, Parameters

from clusters.publishing.refusal import Refusal
from fedcms.core.csv_text import UnreadableText, decode_text
from news.newsroom.media_contacts.contact_lines import ContactLine, tidy_lines
from news.newsroom.media_contacts.csv_lines import MAX_LINES

_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_VERSIONS = ("3.0", "4.0")
_NOT_PREFERRED = 101


@dataclass
class _Property:
    """A property of a vCard: its value as it stands there, and its preference among those of its name, 1 first."""

    value: str
    preference: int


@dataclass
class _VCard:
    number: int
    properties: dict[str, list[_Property]] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """Returns the preferred value of a property, else the first, with its escapes; "" without one."""
        return next(iter(self.values(name)), "")

    def values(self, name: str) -> list[str]:
        """Returns the values of a property with their escapes, the preferred ones first."""
        found = sorted(self.properties.get(name, []), key=lambda each: each.preference)
        return [each.value for each in found]


def _preference(parameters: Parameters) -> int:
    """Returns the rank of a property: version 4 has a number from 1 to 100, version 3 says `pref`."""
    kinds = parameters.get("TYPE", [])
    kinds = [kinds] if isinstance(kinds, str) else list(kinds)
    if "pref" in {part.strip().lower() for each in kinds for part in str(each).split(",")}:
        return 1
    number = str(parameters.get("PREF", ""))
    return int(number) if number.isascii() and number.isdigit() else _NOT_PREFERRED


def _unescaped(value: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def _plain(value: str) -> str:
    """Returns a text without the escapes of a vCard, on one line."""
    return " ".join(_unescaped(value).split())


def _parts(value: str, separator: str) -> list[str]:
    """Returns the parts of a value that has several; an escaped separator is none."""
    return [_plain(part) for part in re.split(rf"(?<!\\){separator}", value) if part.strip()]


def is_vcard(data: bytes) -> bool:
    """Returns whether a file begins as vCards do."""
    return b"BEGIN:VCARD" in data[:64].upper()


def _properties(text: str) -> Iterator[tuple[str, Parameters, str]]:
    """Yields the name, parameters and value of each line; what an address book wrote against the rules is left out."""
    for line in Contentlines.from_ical(text):
        if not line:
            continue
        try:
            name, parameters, value = line.raw_parts()
        except ValueError:
            continue
        # Address books of one maker group properties: "item1.EMAIL".
        yield name.rpartition(".")[2].upper(), parameters, value


def _vcards(text: str) -> Iterator[_VCard]:
    """Yields the vCards of a text, each with its number in it. Raises `Refusal`, `ValueError`."""
    vcard: _VCard | None = None
    count = 0
    for name, parameters, value in _properties(text):
        if name == "BEGIN" and value.upper() == "VCARD":
            count += 1
            if count > MAX_LINES:
                raise Refusal(_("Ce fichier a trop de fiches : %(count)d au plus.") % {"count": MAX_LINES})
            if vcard is not None:
                raise ValueError("a vCard without an end")
            vcard = _VCard(count)
        elif vcard is None:
            raise ValueError("a line outside of a vCard")
        elif name == "END":
            yield vcard
            vcard = None
        else:
            vcard.properties.setdefault(name, []).append(_Property(value, _preference(parameters)))
    if vcard is not None:
        raise ValueError("a vCard without an end")


def _contact(vcard: _VCard) -> ContactLine:
    name = _plain(vcard.value("FN"))
    if not name:
        surname, given, *_rest = [*_parts(vcard.value("N"), ";"), "", ""]
        name = f"{given} {surname}".strip()
    organisation = _parts(vcard.value("ORG"), ";")
    return ContactLine(
        vcard.number,
        name=name,
        medium=organisation[0] if organisation else "",
        email=_plain(vcard.value("EMAIL")).removeprefix("mailto:"),
        phone=_plain(vcard.value("TEL")).removeprefix("tel:"),
        languages=tuple(_plain(each) for each in vcard.values("LANG")),
        topics=tuple(part for each in vcard.values("CATEGORIES") for part in _parts(each, ",")),
        note=tidy_lines(_unescaped(vcard.value("NOTE"))),
        ignores_unknown=True,
    )


def vcard_contacts(data: bytes) -> Iterator[ContactLine]:
    """Yields the people of a file of vCards, numbered by vCard. Raises `Refusal` for what cannot be read."""
    words = _("Ces fiches ne sont pas lisibles : exportez-les en vCard 3 ou 4.")
    try:
        for vcard in _vcards(decode_text(data)):
            if vcard.value("VERSION") not in _VERSIONS:
                raise Refusal(words)
            yield _contact(vcard)
    except (UnreadableText, ValueError, IndexError) as error:
        raise Refusal(words) from error
