"""Calendars and sitemaps as they are on the web."""

import gzip
from datetime import UTC, date, datetime

import pytest

from search.harvest.errors import Failure, HarvestError
from search.harvest.items import FoundItem
from search.harvest.parsing import parse
from tests.search.harvest.reading import SIZE, calendar, context, one, read


def test_calendars() -> None:
    parsed = read(
        calendar(
            "UID:1@x\r\nSUMMARY;LANGUAGE=en:Open day\\, free\r\nDTSTART;TZID=Europe/Paris:20261203T090000\r\nDURATION:PT3H\r\nURL:https://ouest.example/1"
            "\r\nLOCATION:Rennes\r\nDESCRIPTION:<b>Come</b>\\nall",
            "UID:7@x\r\nSUMMARY:Cours\r\nDTSTART:20261201T100000Z\r\nDTEND:20261201T110000Z\r\nRRULE:FREQ=WEEKLY;UNTIL=20270601",
            "UID:2@x\r\nSUMMARY:Journée\r\nDTSTART;VALUE=DATE:20261204\r\nSTATUS:CANCELLED",
            "UID:3@x\r\nSUMMARY:Flottant\r\nDTSTART:20261205T100000",
            "UID:4@x\r\nSUMMARY:Sans date",
            "UID:5@x\r\nSUMMARY:Fausse date\r\nDTSTART:20269999T999999",
            "UID:6@x\r\nSUMMARY:Série\r\nDTSTART:20261201T100000Z\r\nRRULE:FREQ=SECONDLY",
            "UID:6@x\r\nSUMMARY:Série déplacée\r\nRECURRENCE-ID:20261202T100000Z\r\nDTSTART:20261202T120000Z",
        ),
        content_type="text/calendar",
    )
    open_day, course, whole, floating, series = parsed.items
    assert (course.ends_at, series.ends_at) == (datetime(2027, 5, 31, 22, tzinfo=UTC), None)
    assert whole.ends_at == datetime(2026, 12, 4, 23, tzinfo=UTC)
    assert floating.ends_at == floating.date
    assert open_day == FoundItem(
        guid="1@x",
        address="https://ouest.example/1",
        title="Open day, free",
        summary="Come all",
        language="en",
        date=datetime(2026, 12, 3, 8, tzinfo=UTC),
        ends_at=datetime(2026, 12, 3, 11, tzinfo=UTC),
        place="Rennes",
    )
    assert (whole.day, whole.status) == (date(2026, 12, 4), "cancelled")
    assert floating.date == datetime(2026, 12, 5, 9, tzinfo=UTC)
    assert (series.title, series.date) == ("Série", datetime(2026, 12, 1, 10, tzinfo=UTC))


def test_a_broken_calendar_is_survived_or_none() -> None:
    old = calendar("UID:1\r\nSUMMARY:Été\r\nDTSTART:20261203T090000Z").encode("cp1252")
    assert one(old).title == "Été"
    for cut in (60, 80, 90):
        parsed = parse(calendar("UID:1\r\nSUMMARY:Été").encode()[:cut], context(), size=SIZE)
        assert parsed is None or parsed.items == []


def test_sitemaps_of_news() -> None:
    body = (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
        "<url><loc>/a?utm_medium=x</loc><news:news><news:publication><news:name>N</news:name><news:language>fr</news:language>"
        "</news:publication><news:publication_date>2026-11-25</news:publication_date><news:title>Titre</news:title></news:news></url>"
        "<url><loc>https://ouest.example/b</loc><lastmod>2026-11-24T10:00:00+00:00</lastmod></url><url/></urlset>"
    )
    first, second, third = read(body).items
    assert (first.address, first.title, first.language) == ("https://ouest.example/a", "Titre", "fr")
    assert first.date == datetime(2026, 11, 24, 23, tzinfo=UTC)
    assert (second.address, second.title, second.wants_page) == ("https://ouest.example/b", "", True)
    assert third.address == ""
    assert read(gzip.compress(body.encode())).items[0] == first


def test_an_index_of_sitemaps_leads_to_a_few_of_its_own_host() -> None:
    rows = "".join(f"<sitemap><loc>/s{n}.xml</loc></sitemap>" for n in range(50))
    body = f"<sitemapindex><sitemap><loc>http://127.0.0.1/x</loc></sitemap>{rows}</sitemapindex>"
    assert read(body).children == [f"https://ouest.example/s{n}.xml" for n in range(5)]


def test_a_packed_sitemap_is_unpacked_to_the_limit() -> None:
    with pytest.raises(HarvestError) as caught:
        read(gzip.compress(b"<urlset>" + b" " * 5_000_000))
    assert caught.value.failure is Failure.TOO_BIG
    with pytest.raises(HarvestError) as caught:
        read(b"\x1f\x8bnothing")
    assert caught.value.failure is Failure.BROKEN
