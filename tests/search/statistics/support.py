"""Visits to the search, and what was counted of them."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from search.models import SearchCount
from search.statistics.buffer import buffer

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
TODAY = timezone.localdate


def visit(
    query: str, language: str = "fr", *, headers: dict[str, str] | None = None, **parameters: object
) -> str:
    """A person searches; the page that they get."""
    response = Client().get(
        f"/{language}/search/", {"q": query, **parameters}, headers={"User-Agent": BROWSER} | (headers or {})
    )
    assert response.status_code == 200
    return response.content.decode()


def counts() -> dict[str, tuple[int, int, int]]:
    """What is in the database once the buffer is written: words -> searches, without result, relaxed."""
    buffer.flush()
    return {row.words: (row.searches, row.without_result, row.relaxed) for row in SearchCount.objects.all()}


def add(words: str, searches: int, *, days: int = 0, language: str = "fr", **fields: int) -> None:
    """Counts of a day so many days ago."""
    day = TODAY() - timedelta(days=days)
    SearchCount.objects.create(day=day, language=language, words=words, searches=searches, **fields)
