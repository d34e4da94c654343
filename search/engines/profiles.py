"""Stores an entry's facet values as numbers, so that they are counted quickly.

Each number stands for a profile: the values of some facets, which many entries share. A profile groups facets of which
one says much about the others, so that there are few profiles. A search counts four numbers an entry instead of ten
texts, and splits the profiles into facet values afterwards.
"""

import hashlib
from collections.abc import Iterable, Sequence

from .analysis import clean
from .documents import EntryDocument

GROUPS: dict[str, tuple[str, ...]] = {
    "nature": ("kind", "source", "audience", "language"),
    "origin": ("cluster", "country", "organisation"),
    "subject": ("topic",),
    "period": ("year", "month", "when"),
}
"""Names of an entry's columns, each with the facets that its profile combines."""
GROUP_OF = {facet: group for group, facets in GROUPS.items() for facet in facets}


def _profiles_of(document: EntryDocument) -> list[tuple[str, ...]]:
    members: dict[str, list[str]] = {group: [] for group in GROUPS}
    for name, value in document.facet_values():
        members[GROUP_OF[name]].append(clean(f"{name}={value}"))
    return [tuple(sorted(values)) for values in members.values()]


def _code_of(members: Sequence[str]) -> int:
    """Returns the number of a profile: 64 bits, signed, the same in every process, so that writing needs no look-up."""
    digest = hashlib.blake2b("\0".join(members).encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


def codes_of(document: EntryDocument) -> list[int]:
    """Returns the numbers of a document's profiles, in the order of `GROUPS`."""
    return [_code_of(members) for members in _profiles_of(document)]


def profiles_of(documents: Iterable[EntryDocument]) -> dict[int, tuple[str, ...]]:
    """Returns the profiles of documents: number -> `name=value` strings. The empty profile is left out."""
    found = {members for document in documents for members in _profiles_of(document) if members}
    return {_code_of(members): members for members in sorted(found)}
