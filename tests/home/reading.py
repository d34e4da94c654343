"""Reads what the machines' part of a page says, as a machine would."""

import json
from dataclasses import dataclass, field

from django.test import Client
from lxml import html

BASE = "http://127.0.0.1:8000"


@dataclass
class Read:
    """The head of a page."""

    status: int
    title: str
    metas: dict[str, list[str]] = field(default_factory=dict)
    canonical: str | None = None
    alternates: dict[str, str] = field(default_factory=dict)
    graph: list[dict[str, object]] = field(default_factory=list)
    language: str = ""

    def meta(self, name: str) -> str | None:
        """The one value of a name or property; more than one is a defect."""
        values = self.metas.get(name, [])
        assert len(values) <= 1, f"{name} stands there {len(values)} times"
        return values[0] if values else None

    def thing(self, *types: str) -> dict[str, object]:
        """The one node of the graph that has one of the types."""
        (found,) = [node for node in self.graph if node["@type"] in types]
        return found


def read(path: str, client: Client | None = None) -> Read:
    """The head of the page at a path, read by a new visitor."""
    response = (client or Client()).get(path)
    tree = html.fromstring(response.content)
    titles = tree.xpath("//head/title/text()")
    assert len(titles) == 1, titles
    page = Read(status=response.status_code, title=titles[0], language=tree.get("lang"))
    for meta in tree.xpath("//head/meta"):
        name = meta.get("name") or meta.get("property")
        if name:
            page.metas.setdefault(name, []).append(meta.get("content"))
    canonicals = tree.xpath("//head/link[@rel='canonical']/@href")
    assert len(canonicals) <= 1
    page.canonical = canonicals[0] if canonicals else None
    for link in tree.xpath("//head/link[@rel='alternate'][@hreflang]"):
        assert link.get("hreflang") not in page.alternates
        page.alternates[link.get("hreflang")] = link.get("href")
    for script in tree.xpath("//script[@type='application/ld+json']"):
        data = json.loads(script.text)
        assert data["@context"] == "https://schema.org"
        page.graph += data["@graph"]
    return page
