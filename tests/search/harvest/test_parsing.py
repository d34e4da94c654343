"""Feeds as they are on the web: broken, wrongly declared, hostile."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from search.harvest.errors import HarvestError
from search.harvest.harvested_items import FoundItem
from search.harvest.parsing import parse
from search.harvest.parsing.subprocess_parser import parse_apart
from search.harvest.parsing.text import plain_text
from search.harvest_failures import Failure
from tests.search.harvest.reading import LAUGHS, SIZE, context, one, read, rss


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


@pytest.mark.parametrize("hidden", ["<!-- <a> -->", "<?x <a> ?>", "\x1b", "<?xml-x <!-- ?>"])
@pytest.mark.parametrize("body", [LAUGHS, SITEMAP], ids=["laughs", "sitemap"])
def test_entities_are_refused_whatever_stands_before_them(body: str, hidden: str) -> None:
    with pytest.raises(HarvestError) as caught:
        read(hidden + body.removeprefix('<?xml version="1.0"?>'))
    assert caught.value.failure is Failure.ENTITIES


def test_an_article_may_mention_entities() -> None:
    text = "<![CDATA[On déclare <!ENTITY x> ainsi, dans <!DOCTYPE r [ ]> ]]>"
    item = one(rss(f"<item><title>XXE</title><link>/a</link><description>{text}</description></item>"))
    assert (item.title, item.address) == ("XXE", "https://ouest.example/a")
    assert item.summary.startswith("On déclare")


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


@pytest.mark.parametrize(
    ("encoding", "content_type"),
    [
        ("iso-8859-1", "application/feed+json"),
        ("iso-8859-2", "application/feed+json; charset=ISO-8859-2"),
        ("iso-8859-1", 'application/feed+json; charset="no-such-thing"'),
        ("utf-8-sig", "application/feed+json; charset=iso-8859-1"),
        ("utf-16", ""),
        ("utf-32-le", ""),
    ],
)
def test_a_json_feed_in_another_encoding_is_read(encoding: str, content_type: str) -> None:
    feed = '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "title": "Été"}]}'
    name = "Člověk" if encoding == "iso-8859-2" else "Été"
    assert one(feed.replace("Été", name).encode(encoding), content_type=content_type).title == name


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
