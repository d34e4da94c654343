"""Sources and feeds of the tests."""

from datetime import UTC, datetime
from email.utils import format_datetime

from django.test import Client

from clusters.models import Cluster
from search.harvest.scheduling import harvest_now
from search.models import HarvestSource

WHEN = datetime(2026, 11, 20, 9, tzinfo=UTC)


def make_source(cluster: Cluster, address: str, **fields: object) -> HarvestSource:
    values = {"name": "Le blog", "consent_by": "Anne Le Gall", "licence": "CC BY 4.0"} | fields
    source = HarvestSource(cluster=cluster, address=address, **values)
    source.full_clean()
    source.save()
    return source


def harvested(source: HarvestSource) -> HarvestSource:
    """The source after a harvest, by the way of the task."""
    source.refresh_from_db()
    assert harvest_now(source)
    source.refresh_from_db()
    return source


def rss(*items: str, language: str = "fr") -> str:
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>B</title><language>{language}</language>'
        f"{''.join(items)}</channel></rss>"
    )


def item(title: str, link: str, guid: str = "", when: datetime | None = WHEN, summary: str = "") -> str:
    date = f"<pubDate>{format_datetime(when)}</pubDate>" if when else ""
    named = f"<guid isPermaLink='false'>{guid}</guid>" if guid else ""
    return f"<item><title>{title}</title><link>{link}</link>{named}{date}<description>{summary}</description></item>"


def found(words: str, locale: str = "fr", **params: str) -> list[dict[str, object]]:
    """What a program gets."""
    response = Client().get("/api/search/", {"q": words, "locale": locale, **params})
    assert response.status_code == 200, response.content
    results: list[dict[str, object]] = response.json()["results"]
    return results


def titles(words: str = "quadrivium", **params: str) -> list[object]:
    return [result["title"] for result in found(words, **params)]
