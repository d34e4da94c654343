"""Compares JSON-LD with schema.org's vocabulary (tests/data/schema_org.json, see the README beside it)."""

import json
from collections.abc import Iterator
from pathlib import Path

VOCABULARY = json.loads((Path(__file__).parent.parent / "data" / "schema_org.json").read_text("utf-8"))
TEXTS = {"Text", "URL", "Date", "DateTime", "Time", "Number", "Integer", "Boolean"}
# Google reads an address where the vocabulary wants the thing that stands there.
ADDRESS_IS_ENOUGH = {"item", "image", "logo", "mainEntityOfPage"}
SCHEMA_ORG = "https://schema.org/"


def lineage(kind: str) -> set[str]:
    """A type and all above it."""
    return {kind}.union(*(lineage(parent) for parent in VOCABULARY[kind]["parents"]))


def value_types(kind: str, prop: str) -> set[str] | None:
    """What the vocabulary lets a property of a type be, `None` when the type has no such property."""
    ranges = [VOCABULARY[name]["properties"].get(prop) for name in lineage(kind)]
    found = [set(values) for values in ranges if values is not None]
    return set().union(*found) if found else None


def problems(node: object, where: str = "") -> Iterator[str]:
    """What the vocabulary does not know of a node and of all within it."""
    if not isinstance(node, dict):
        yield f"{where}: {node!r} is no thing"
        return
    if set(node) == {"@id"}:
        return
    kind = node.get("@type")
    if kind not in VOCABULARY:
        yield f"{where}: unknown type {kind!r}"
        return
    for prop, value in node.items():
        here = f"{where}/{kind}.{prop}"
        if prop in ("@type", "@id") or (kind, prop) == ("SearchAction", "query-input"):
            continue
        allowed = value_types(kind, prop)
        if allowed is None:
            yield f"{here}: no such property"
            continue
        for item in value if isinstance(value, list) else [value]:
            yield from _value_problems(item, prop, allowed, here)


def _value_problems(item: object, prop: str, allowed: set[str], here: str) -> Iterator[str]:
    if isinstance(item, dict):
        if "@type" in item and not lineage(str(item["@type"])) & allowed:
            yield f"{here}: {item['@type']} is none of {sorted(allowed)}"
        yield from problems(item, here)
    elif item in ("", None):
        yield f"{here}: empty"
    elif isinstance(item, str) and item.startswith(SCHEMA_ORG):
        # A member of an enumeration, which the vocabulary's excerpt names by its type.
        if not any(name not in VOCABULARY and name not in TEXTS for name in allowed):
            yield f"{here}: {item} is no value of {sorted(allowed)}"
    elif not allowed & TEXTS and prop not in ADDRESS_IS_ENOUGH:
        yield f"{here}: {item!r} where {sorted(allowed)} is wanted"


def at(node: object, path: str) -> object:
    """The value at a path ("offers.price") of a node, of the first item where there are several; `None`: not there."""
    for step in path.split("."):
        if isinstance(node, list):
            node = node[0] if node else None
        node = node.get(step) if isinstance(node, dict) else None
    return node
