"""Advisories in the form of OSV: whether one names a version of a package (https://ossf.github.io/osv-schema/)."""

from typing import NotRequired, TypedDict

from packaging.utils import canonicalize_name
from packaging.version import Version


class Range(TypedDict):
    """Versions that an advisory is about: see `is_within`."""

    type: str
    events: list[dict[str, str]]


class Affected(TypedDict):
    """One package of an advisory."""

    package: dict[str, str]
    ranges: NotRequired[list[Range]]
    versions: NotRequired[list[str]]


class Advisory(TypedDict):
    """What is read of a record of OSV."""

    id: str
    aliases: NotRequired[list[str]]
    affected: list[Affected]


def is_within(version: Version, events: list[dict[str, str]]) -> bool:
    """Tells whether a range of OSV holds a version.

    `fixed` is the first version that is well, `last_affected` the last that is not: see
    https://ossf.github.io/osv-schema/#evaluation.
    """

    def bound(event: dict[str, str]) -> tuple[Version, bool]:
        [(_kind, text)] = event.items()
        # After all others of its version: what is `last_affected` is affected itself.
        return Version("0.dev0" if text == "0" else text), "last_affected" in event

    is_affected = False
    for event in sorted(events, key=bound):
        at, _is_last = bound(event)
        if "introduced" in event and version >= at:
            is_affected = True
        elif ("fixed" in event and version >= at) or ("last_affected" in event and version > at):
            is_affected = False
    return is_affected


def affects(record: Advisory, name: str, version: Version) -> bool:
    """Tells whether an advisory names a package in this version."""
    for each in record["affected"]:
        if canonicalize_name(each["package"]["name"]) != name:
            continue
        if str(version) in each.get("versions", []):
            return True
        if any(
            is_within(version, of["events"]) for of in each.get("ranges", []) if of["type"] == "ECOSYSTEM"
        ):
            return True
    return False


def affected_versions(affected: Affected) -> Affected:
    """Returns what tells which versions are affected: a list of them only where no range says the same."""
    ranges = [each for each in affected.get("ranges", []) if each["type"] == "ECOSYSTEM"]
    package = {"ecosystem": "PyPI", "name": affected["package"]["name"]}
    if ranges:
        return {"package": package, "ranges": ranges}
    return {"package": package, "versions": affected["versions"]}
