"""Creates the demo's harvest sources with their items, without any request.

The addresses are under `.example`, which leads nowhere (RFC 2606). The sources are paused and no visit of an item is
due, so that a demo sends no request to the outside.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NotRequired, TypedDict, cast

import yaml

from clusters.models import Cluster
from fedcms.demo import source
from search.harvest.harvested_items import FoundItem
from search.harvest.storing import store
from search.models import HarvestSource, SearchEntry, SourceFormat, SourceState


class ItemSpec(TypedDict):
    """One item of a site. With `page`, it has title and moment of that page of the demo, as its duplicate."""

    address: str
    page: NotRequired[str]
    days: NotRequired[int]
    title: NotRequired[str]
    summary: NotRequired[str]
    language: NotRequired[str]
    place: NotRequired[str]


class SiteSpec(TypedDict):
    """A source with its items."""

    cluster: str
    name: str
    address: str
    format: str
    language: str
    consent_by: str
    licence: str
    items: list[ItemSpec]


def sites() -> list[SiteSpec]:
    """Returns the sources of sites.yaml."""
    return cast("list[SiteSpec]", yaml.safe_load((source.FOLDER / "sites.yaml").read_text("utf-8")))


def make_sites(now: datetime) -> int:
    """Creates the sources with all their items; returns how many items.

    Call it after pages are created, so that items that are duplicates of pages are recognised.
    """
    titles = {page["key"]: page["text"] for section in source.sections() for page in section["pages"]}
    return sum(_make_site(spec, titles, now) for spec in sites())


def _make_site(spec: SiteSpec, titles: Mapping[str, Mapping[str, source.PageText]], now: datetime) -> int:
    site = HarvestSource(
        cluster=Cluster.objects.get(code=spec["cluster"]),
        found_format=spec["format"],
        consent_on=now.date() - timedelta(days=90),
        state=SourceState.PAUSED,
        last_try=now,
        last_success=now,
        next_try=now,
        first_harvest=now,
        **{name: spec[name] for name in ("name", "address", "format", "language", "consent_by", "licence")},
    )
    site.full_clean()
    site.save()
    count = store(site, [_found(spec, item, titles, now) for item in spec["items"]], now)
    site.items.update(next_visit=None)
    return count


def _found(
    spec: SiteSpec, item: ItemSpec, titles: Mapping[str, Mapping[str, source.PageText]], now: datetime
) -> FoundItem:
    if "page" in item:
        title = titles[item["page"]][spec["language"]]["title"]
        entry = SearchEntry.objects.get(title=title, language=spec["language"], page__isnull=False)
        return FoundItem(guid="", address=item["address"], title=title, date=entry.date)
    moment = now + timedelta(days=item.get("days", 0))
    is_event = spec["format"] == SourceFormat.CALENDAR
    return FoundItem(
        guid="",
        address=item["address"],
        title=item.get("title", ""),
        summary=item.get("summary", ""),
        language=item.get("language", ""),
        date=moment,
        day=moment.date() if is_event else None,
        ends_at=moment + timedelta(hours=3) if is_event else None,
        place=item.get("place", ""),
    )
