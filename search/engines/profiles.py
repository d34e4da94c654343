"""Stores an entry's facet values as numbers, so that they are counted quickly.

Each number stands for a profile: the values of some facets, which many entries have alike. Facets stand together of
which one says much about the others, so that there are few profiles; a search counts four numbers an entry instead of
ten texts, and takes the profiles apart afterwards.
"""

import hashlib
from collections.abc import Iterable, Sequence

from .analysis import clean
from .documents import EntryDocument

GROUPS: dict[str, tuple[str, ...]] = {
    "nature": ("kind", "source", "audience", "language"),
    "origin": ("cluster", "country", "organisation"),
    "subject": ("topic",),
    "period": ("year", "when"),
}
"""The columns of an entry, and the facets of each."""
GROUP_OF = {facet: group for group, facets in GROUPS.items() for facet in facets}


def _profiles_of(document: EntryDocument) -> list[tuple[str, ...]]:
    members: dict[str, list[str]] = {group: [] for group in GROUPS}
    for name, value in document.facet_values():
        members[GROUP_OF[name]].append(clean(f"{name}={value}"))
    return [tuple(sorted(values)) for values in members.values()]


def _code_of(members: Sequence[str]) -> int:
    """The same in every process, so that writing needs no look-up: 64 bits, signed."""
    digest = hashlib.blake2b("\0".join(members).encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


def codes_of(document: EntryDocument) -> list[int]:
    """The numbers of a document's profiles, in the order of `GROUPS`."""
    return [_code_of(members) for members in _profiles_of(document)]


def profiles_of(documents: Iterable[EntryDocument]) -> dict[int, tuple[str, ...]]:
    """The profiles of documents: number -> `name=value` strings. The empty one is left out."""
    found = {members for document in documents for members in _profiles_of(document) if members}
    return {_code_of(members): members for members in sorted(found)}
