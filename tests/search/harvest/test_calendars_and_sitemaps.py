"""Calendars and sitemaps as they are on the web."""

import gzip
from datetime import UTC, date, datetime

import pytest

from search.harvest.errors import HarvestError
from search.harvest.harvested_items import FoundItem
from search.harvest.parsing import parse
from search.harvest_failures import Failure
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


def test_what_is_not_for_everybody_is_private() -> None:
    classes = ("PUBLIC", "public", "PRIVATE", "CONFIDENTIAL", "X-TEAM")
    events = [
        f"UID:{n}\r\nSUMMARY:S\r\nCLASS:{said}\r\nDTSTART:20261203T090000Z" for n, said in enumerate(classes)
    ]
    unreadable = "UID:9\r\nSUMMARY:S\r\nCLASS:PRIVATE\r\nDTSTART:20269999T999999"
    items = read(calendar(*events, unreadable)).items
    assert [(item.guid, item.is_private) for item in items] == [
        ("0", False), ("1", False), ("2", True), ("3", True), ("4", True), ("9", True),
    ]  # fmt: skip


def test_a_broken_calendar_is_survived_or_none() -> None:
    old = calendar("UID:1\r\nSUMMARY:Été\r\nDTSTART:20261203T090000Z").encode("cp1252")
    assert one(old).title == "Été"
    for cut in (60, 80, 90):
        parsed = parse(calendar("UID:1\r\nSUMMARY:Été").encode()[:cut], context(), size=SIZE)
        assert parsed is None or parsed.items == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig"])
def test_calendars_in_other_encodings_are_read(encoding: str) -> None:
    event = calendar("UID:1\r\nSUMMARY:Été\r\nDTSTART:20261203T090000Z")
    assert one(event.encode(encoding)).title == "Été"


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
    assert (second.date, second.changed) == (None, datetime(2026, 11, 24, 10, tzinfo=UTC))
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


URLSET = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'


@pytest.mark.parametrize(
    ("body", "address"),
    [
        pytest.param(
            f'\n \n<?xml version="1.0"?>{URLSET}<url><loc>/a</loc></url></urlset>', "/a", id="blank line"
        ),
        pytest.param(
            f"{URLSET}<url><loc>/?a=1&b=2&amp;c=3&copy;=4</loc></url></urlset>",
            "/?a=1&b=2&c=3&copy;=4",
            id="bare ampersand",
        ),
        pytest.param(
            f"{URLSET}<url><loc><![CDATA[/?a=1&b=2]]></loc></url><url>&</url></urlset>",
            "/?a=1&b=2",
            id="ampersand in CDATA",
        ),
        pytest.param(f"{URLSET}<url><loc>/a</loc></url><url><lo", "/a", id="cut off"),
        pytest.param(
            f"<!-- {'x' * 9000} -->{URLSET}<url><loc>/a</loc></url></urlset>", "/a", id="long comment"
        ),
        pytest.param(f"<!DOCTYPE urlset>{URLSET}<url><loc>/a</loc></url></urlset>", "/a", id="document type"),
        pytest.param(f"{URLSET}<url><loc>/a\x0b</loc></url></urlset>", "/a", id="control character"),
        pytest.param(
            f"{URLSET}<url><loc>http://[</loc></url><url><loc>/a</loc></url></urlset>", "/a", id="loc"
        ),
    ],
)
def test_broken_sitemaps_are_survived(body: str, address: str) -> None:
    found = [item.address for item in read(body).items if item.address]
    assert found == [f"https://ouest.example{address}"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "iso-8859-1"])
def test_sitemaps_in_other_encodings_are_read(encoding: str) -> None:
    news = "<news><publication_date>2026-11-25</publication_date><title>Été</title></news>"
    declared = f'<?xml version="1.0" encoding="{encoding}"?>'
    body = f"{declared}{URLSET}<url><loc>/a</loc>{news}</url></urlset>".encode(encoding)
    assert one(body).title == "Été"


def test_the_names_of_entities_of_html_are_read_in_a_sitemap() -> None:
    news = "<news><title>Caf&eacute; &amp; th&#233;</title></news>"
    assert one(f"{URLSET}<url><loc>/a</loc>{news}</url></urlset>").title == "Café & thé"


@pytest.mark.parametrize("body", ["urlset, in words", "<urlset", "<html><p>urlset</p></html>"])
def test_what_only_mentions_a_sitemap_is_none(body: str) -> None:
    parsed = parse(body.encode(), context(), size=SIZE)
    assert parsed is None or parsed.items == []


def test_a_sitemap_that_declares_entities_in_an_odd_encoding_is_refused() -> None:
    declared = '<?xml version="1.0" encoding="utf-7"?>'
    hidden = '<!DOCTYPE u [<!ENTITY x "y">]>'.replace("<!", "+ADwAIQ-")
    with pytest.raises(HarvestError) as caught:
        read(f"{declared}{hidden}<urlset><url><loc>&x;</loc></url></urlset>")
    assert caught.value.failure is Failure.ENTITIES


def test_an_index_with_an_address_that_is_none_is_read() -> None:
    body = "<sitemapindex><sitemap><loc>http://[</loc></sitemap><sitemap><loc>/s.xml</loc></sitemap></sitemapindex>"
    assert read(body).children == ["https://ouest.example/s.xml"]
