"""Feeds, calendars, sitemaps and pages as they are on the web: broken, wrongly declared, hostile."""

import gzip
import json
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from search.harvest.addresses import canonical_key, clean_address
from search.harvest.errors import Failure, HarvestError
from search.harvest.items import Context, FoundItem, Parsed
from search.harvest.parsing import parse
from search.harvest.parsing.apart import parse_apart
from search.harvest.parsing.pages import read_page
from search.harvest.parsing.text import plain_text

BASE = "https://ouest.example/feed.xml"
SIZE = 1_000_000


def context(limit: int = 100, content_type: str = "application/xml") -> Context:
    return Context(BASE, content_type, ZoneInfo("Europe/Paris"), limit)


def read(body: str | bytes, wanted: str = "", **options: object) -> Parsed:
    data = body.encode() if isinstance(body, str) else body
    parsed = parse(data, context(**options), wanted, size=SIZE)
    assert parsed is not None
    return parsed


def rss(items: str, head: str = "", declaration: str = '<?xml version="1.0" encoding="utf-8"?>') -> str:
    return f'{declaration}<rss version="2.0"><channel><title>Blog</title>{head}{items}</channel></rss>'


def one(body: str | bytes, **options: object) -> FoundItem:
    (item,) = read(body, **options).items
    return item


def test_rss() -> None:
    item = one(
        rss(
            "<item><title>Le &amp; la</title><link>/a?utm_source=rss&amp;id=3#top</link>"
            "<guid isPermaLink='false'>42</guid>"
            "<description>&lt;p&gt;Un&lt;/p&gt;&lt;p&gt;deux&lt;/p&gt;</description>"
            "<pubDate>Wed, 25 Nov 2026 10:00:00 +0100</pubDate></item>",
            "<language>fr-FR</language><link>https://ouest.example/</link>",
        )
    )
    assert item == FoundItem(
        guid="42",
        address="https://ouest.example/a?id=3",
        title="Le & la",
        summary="Un deux",
        language="fr-FR",
        date=datetime(2026, 11, 25, 9, tzinfo=UTC),
    )


def test_atom_with_its_own_languages_and_base() -> None:
    parsed = read(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="https://other.example/blog/">'
        "<title>Blog</title><id>x</id>"
        '<entry xml:lang="ar"><id>tag:a,2026:1</id><title type="html">&lt;b&gt;خبر&lt;/b&gt;</title><link href="one"/>'
        "<updated>2026-11-25T10:00:00Z</updated><summary>…</summary></entry>"
        '<entry><id>tag:a,2026:2</id><title>Two</title><link href="two"/></entry></feed>'
    )
    first, second = parsed.items
    assert (first.language, second.language) == ("ar", "en")
    assert (first.title, first.address) == ("خبر", "https://other.example/blog/one")
    assert second.date is None


def test_only_the_title_and_a_short_summary_are_kept_of_a_whole_article() -> None:
    item = one(rss(f"<item><title>T</title><link>/a</link><description>{'mot ' * 3000}</description></item>"))
    assert len(item.summary) <= 500
    assert item.summary.endswith("mot…")


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>Bon<img src=x onerror=alert(1)>jour",
        "&lt;script&gt;alert(1)&lt;/script&gt;Bonjour",
        "&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;Bonjour",
        "<style>p{}</style>Bon<iframe src=https://t.example></iframe>jour",
        '<img src="https://t.example/pixel.gif" width=1>Bonjour<svg onload=alert(1)>',
        "<scr<script>x</script>ipt>alert(1)</scr</script>ipt>Bonjour",
        "Bon\x00\x07jour\u202e",
    ],
)
def test_no_script_and_no_tracker_is_kept(markup: str) -> None:
    text = plain_text(markup, 100)
    assert "jour" in text
    for bad in ("<script", "<img", "<svg", "<iframe", "t.example", "onerror", "\x00", "\u202e", "p{}"):
        assert bad not in text
    packed = markup.replace("\x00\x07", "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    item = one(rss(f"<item><title>{packed}</title><link>/a</link><description>{packed}</description></item>"))
    assert "<script" not in item.title + item.summary
    assert "t.example" not in item.title + item.summary


def test_plain_text_keeps_what_is_no_markup() -> None:
    assert plain_text("R&amp;D : 3 < 5 &eacute;lèves", 100) == "R&D : 3 < 5 élèves"
    assert plain_text("L&amp;#8217;école", 100) == "L’école"
    assert plain_text(None, 100) == plain_text(["x"], 100) == ""
    assert plain_text("un deux trois quatre", 12) == "un deux…"
    assert len(plain_text("x" * 100, 12)) == 12


BROKEN = [
    pytest.param(rss("<item><title>Café & crème</title><link>/a</link></item>"), id="bare ampersand"),
    pytest.param(rss("<item><title>Café</title><link>/a</link></item>")[:-20], id="cut off"),
    pytest.param("\n\n " + rss("<item><title>Café</title><link>/a</link></item>"), id="space before"),
    pytest.param(rss("<item><title>Café<br></title><link>/a</link></item>"), id="unclosed tag"),
    pytest.param(rss("<item><title>Caf&eacute;</title><link>/a</link></item>"), id="entity of HTML"),
    pytest.param(rss("<item><title>Café\x0b</title><link>/a</link></item>"), id="control character"),
    pytest.param(
        rss("<item><media:title>x</media:title><title>Café</title><link>/a</link></item>"), id="namespace"
    ),
]


@pytest.mark.parametrize("body", BROKEN)
def test_broken_xml_is_survived(body: str) -> None:
    assert one(body).title.startswith("Café")
    assert one(body).address == "https://ouest.example/a"


@pytest.mark.parametrize(
    ("encoding", "declared", "sent"),
    [
        ("utf-8", "utf-8", ""), ("iso-8859-1", "iso-8859-1", ""), ("cp1252", "iso-8859-1", ""),
        ("utf-8", "iso-8859-15", "utf-8"), ("utf-8", "us-ascii", ""), ("iso-8859-1", "utf-8", ""),
        ("utf-16", "utf-16", ""), ("utf-8-sig", "utf-8", ""), ("utf-8", "no-such-thing", ""),
        ("cp1252", "utf-8", "utf-8"),
    ],
)  # fmt: skip
def test_wrong_encodings_are_survived(encoding: str, declared: str, sent: str) -> None:
    """Whatever is declared, an item comes out; where the declaration may be believed, with its accents."""
    text = rss(
        "<item><title>Été à l’école</title><link>/a</link></item>",
        "",
        f'<?xml version="1.0" encoding="{declared}"?>',
    )
    body = text.encode(encoding, "replace")
    content_type = f"application/xml; charset={sent}" if sent else "application/xml"
    title = one(body, content_type=content_type).title
    assert "cole" in title
    if declared in {encoding, "us-ascii"} or sent == encoding:
        assert title.startswith("Été")


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(2, 12)).replace("&l1;", "&lol;")
    + ']><rss version="2.0"><channel><item><title>&l11;</title><link>/a</link></item></channel></rss>'
)
EXTERNAL = (
    '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item><title>&x;</title>'
    "<link>/a</link></item></channel></rss>"
)
SITEMAP = (
    '<!DOCTYPE u [<!ENTITY x "y">]><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>&x;</loc></url>'
    "</urlset>"
)


@pytest.mark.parametrize("body", [LAUGHS, EXTERNAL, SITEMAP], ids=["laughs", "external", "sitemap"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_entities_are_refused(body: str, encoding: str) -> None:
    with pytest.raises(HarvestError) as caught:
        read(body.encode(encoding))
    assert caught.value.failure is Failure.ENTITIES


def test_entities_in_an_odd_encoding_expand_to_nothing() -> None:
    body = EXTERNAL.replace("<!DOCTYPE", '<?xml version="1.0" encoding="cp037"?><!DOCTYPE').encode("cp037")
    parsed = parse(body, context(), size=SIZE)
    assert parsed is None or all("root:" not in item.title for item in parsed.items)


def test_a_body_that_looks_like_a_path_is_not_opened(tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_text(rss("<item><title>Secret</title><link>/a</link></item>"))
    for body in (str(file), file.as_uri()):
        assert parse(body.encode(), context(), size=SIZE) is None


@pytest.mark.parametrize(
    "body", ["", "<html><body>Bonjour</body></html>", "{}", "null", "[" * 100_000, "\x00" * 50, "%PDF-1.7"]
)
def test_what_is_no_source_is_none(body: str) -> None:
    assert parse(body.encode(), context(), size=SIZE) is None


def test_only_so_many_items_are_taken() -> None:
    many = "".join(f"<item><title>Titre {n}</title><link>/a/{n}</link></item>" for n in range(5000))
    parsed = read(rss(many))
    assert len(parsed.items) == 100
    assert parsed.items[0].title == "Titre 0"


def test_items_without_title_have_the_beginning_of_their_text() -> None:
    item = one(rss(f"<item><link>/a</link><description>{'Un toot sans titre. ' * 20}</description></item>"))
    assert item.title.startswith("Un toot sans titre.")
    assert len(item.title) <= 90


@pytest.mark.parametrize(
    "when", ["", "hier", "0000-00-00", "Thu, 99 Foo 2026", "9999-12-31T00:00:00Z", "1066-10-14"]
)
def test_impossible_dates_are_none(when: str) -> None:
    assert one(rss(f"<item><title>T</title><link>/a</link><pubDate>{when}</pubDate></item>")).date is None
    body = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [{"id": "1", "title": "T", "date_published": when}],
    }
    assert one(json.dumps(body)).date is None


def test_json_feed() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "language": "es",
        "home_page_url": "https://ouest.example/",
        "items": [
            {
                "id": 7,
                "url": "/uno",
                "title": "Uno",
                "content_html": "<p>Hola</p>",
                "date_published": "2026-11-25T10:00:00",
            },
            {"id": "8", "external_url": "https://x.example/", "content_text": "Sin título", "language": "en"},
            "no object",
            {"title": ["no", "text"], "url": 3},
        ],
    }
    first, second, third = read(json.dumps(feed)).items
    assert first.date == datetime(2026, 11, 25, 9, tzinfo=UTC), "the cluster's zone holds where none is named"
    assert (first.guid, first.address, first.summary) == ("7", "https://ouest.example/uno", "Hola")
    assert (first.language, second.language) == ("es", "en")
    assert second.title == "Sin título"
    assert third.title == ""


def test_halves_of_characters_and_nuls_go_no_further() -> None:
    """PostgreSQL takes neither, and no encoding the first."""
    odd = "a\ud800\x00b"
    feed = {
        "version": "https://jsonfeed.org/version/1",
        "items": [
            {"id": odd, "url": f"/{odd}?{odd}={odd}", "title": odd, "summary": odd, "language": odd},
            {"id": "2", "url": f"https://{odd}.example/", "title": "T"},
        ],
    }
    first, second = parse_apart(json.dumps(feed).encode(), context(), size=SIZE).items
    assert (first.title, first.summary) == ("ab", "ab")
    assert first.address.isascii()
    assert "\x00" not in first.address
    assert second.address == ""


def calendar(*events: str) -> str:
    lines = "\r\n".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{lines}\r\nEND:VCALENDAR\r\n"


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


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8", ""), ("utf-8", "iso-8859-1"), ("cp1252", "windows-1252"), ("iso-8859-1", "")],
)
def test_pages_are_read_in_the_encoding_they_are_in(encoding: str, said: str) -> None:
    body = "<html><head><title>Été</title></head></html>".encode(encoding)
    assert read_page(body, context(content_type=f"text/html; charset={said}")).title == "Été"


def test_a_page_says_what_it_is() -> None:
    page = """<html lang="en-GB"><head><title>Title – Site</title><meta property="og:title" content="Title">
      <meta name="Description" content="What &lt;b&gt;it&lt;/b&gt; says">
      <link rel="canonical" href="/canonical?utm_id=1">
      <link rel="alternate" type="application/rss+xml" href="/feed"><link rel="alternate" hreflang="fr" href="/fr">
      <script type="application/ld+json">{"@graph": [{"@type": "WebPage"}, {"headline": "Headline",
      "datePublished": "2026-11-25T08:00:00Z"}]}</script>
      <script type="application/ld+json">{broken</script></head></html>"""
    facts = read_page(page.encode(), context(content_type="text/html; charset=utf-8"))
    assert (facts.title, facts.summary, facts.language) == ("Title", "What it says", "en-GB")
    assert facts.canonical == "https://ouest.example/canonical"
    assert facts.date == datetime(2026, 11, 25, 8, tzinfo=UTC)
    assert facts.feeds == ("https://ouest.example/feed",)


@pytest.mark.parametrize(
    "body", [b"", b"\x00\xff", b"<" * 10_000, b"<div>" * 20_000, "<title>É</title>".encode("utf-16")]
)
def test_any_page_is_survived(body: bytes) -> None:
    for content_type in ("text/html", "text/html; charset=no-such", "image/png", ""):
        read_page(body, context(content_type=content_type))


@pytest.mark.parametrize(
    ("address", "clean"),
    [
        ("https://A.example:443/x?b=1&utm_source=s&a=2&fbclid=z#f", "https://a.example/x?b=1&a=2"),
        ("//a.example/x", "https://a.example/x"), ("x", "https://ouest.example/x"),
        ("https://a.example/été", "https://a.example/%C3%A9t%C3%A9"), ("https://a.example/?q", "https://a.example/?q"),
        ("javascript:alert(1)", ""), ("", ""), (" ", ""),
        ("data:text/html,x", ""), ("mailto:a@b.example", ""), ("https://u:p@a.example/", ""),
        ("https://[::1", ""), ("https://a.example:99999/", ""),
        ("https://a.example/" + "x" * 2000, ""), ("http://", ""),
    ],
)  # fmt: skip
def test_addresses_are_cleaned(address: str, clean: str) -> None:
    assert clean_address(address, BASE) == clean


def test_spellings_of_an_address_have_one_key() -> None:
    spellings = (
        "https://www.a.example/x/?b=1&a=2",
        "http://a.example/x?a=2&b=1",
        "https://A.example/x/?a=2&b=1",
    )
    assert len({canonical_key(spelling) for spelling in spellings}) == 1
    assert canonical_key("https://a.example/x") != canonical_key("https://a.example/y")
    assert canonical_key("") == ""


def test_the_same_comes_out_of_a_process_apart() -> None:
    body = calendar("UID:1\r\nSUMMARY:Été\r\nDTSTART;VALUE=DATE:20261203").encode()
    assert parse_apart(body, context(), size=SIZE) == parse(body, context(), size=SIZE)
    assert parse_apart(b"nothing", context(), size=SIZE) is None
    with pytest.raises(HarvestError) as caught:
        parse_apart(LAUGHS.encode(), context(), size=SIZE)
    assert caught.value.failure is Failure.ENTITIES


def test_a_document_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Feedparser takes twenty seconds over a megabyte of open tags."""
    monkeypatch.setattr("search.harvest.parsing.apart.SECONDS", 1)
    with pytest.raises(HarvestError) as caught:
        parse_apart(b"<rss version='2.0'><channel>" + b"<a>" * 300_000, context(), size=SIZE)
    assert caught.value.failure is Failure.BROKEN


def test_the_process_apart_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, str]] = []
    real = subprocess.run

    def run(*args: object, **kwargs: object) -> object:
        seen.append(kwargs["env"])  # type: ignore[arg-type]
        return real(*args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr("search.harvest.parsing.apart.subprocess.run", run)
    parse_apart(b"nothing", context(), size=SIZE)
    assert set(seen[0]) == {"PYTHONPATH", "PATH", "PYTHONUTF8"}
