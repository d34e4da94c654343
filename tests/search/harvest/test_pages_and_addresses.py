"""Pages, the spellings of their addresses, and the process in which documents are read."""

import subprocess
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from clusters.models import Cluster
from search.harvest.errors import HarvestError
from search.harvest.item_addresses import canonical_key, clean_address
from search.harvest.page_visits import visit
from search.harvest.parsing import parse
from search.harvest.parsing.pages import read_page
from search.harvest.parsing.subprocess_parser import parse_apart, read_page_apart
from search.harvest_failures import Failure
from search.models import HarvestedItem
from tests.search.harvest.reading import BASE, LAUGHS, SIZE, calendar, context
from tests.search.harvest.server import Site
from tests.search.harvest.support import make_source


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
    metadata = read_page(page.encode(), context(content_type="text/html; charset=utf-8"))
    assert (metadata.title, metadata.summary, metadata.language) == ("Title", "What it says", "en-GB")
    assert metadata.canonical == "https://ouest.example/canonical"
    assert metadata.date == datetime(2026, 11, 25, 8, tzinfo=UTC)
    assert metadata.feeds == ("https://ouest.example/feed",)


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


def test_a_page_comes_out_of_a_process_apart_as_well() -> None:
    page = """<html lang="fr"><title>Été</title><meta property="article:published_time" content="2026-11-25">
      <link rel="alternate" type="application/rss+xml" href="/feed">"""
    metadata = read_page_apart(page.encode(), context())
    assert metadata == read_page(page.encode(), context())
    assert (metadata.title, metadata.feeds) == ("Été", ("https://ouest.example/feed",))
    assert metadata.date is not None


@pytest.mark.django_db
def test_a_page_of_a_hundred_thousand_attributes_holds_nobody_up(
    cluster: Cluster, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Libxml2 takes a minute over a megabyte of them: the head alone is read, apart, and given up in the end."""
    many = b" ".join(b"a%d" % number for number in range(100_000))
    address = site.at("/p", b"<html " + many + b"><title>T</title>", content_type="text/html")
    now = timezone.now()
    kept = HarvestedItem.objects.create(
        source=make_source(cluster, site.base), identity="1", address=address, kind="article", first_seen=now,
        last_seen=now, next_visit=now, wants_page=True,
    )  # fmt: skip
    with monkeypatch.context() as patched:
        patched.setattr("search.harvest.parsing.subprocess_parser.SECONDS", 0.05)
        visit([kept.pk])
        kept.refresh_from_db()
        assert kept.wants_page
        assert kept.next_visit > now + timedelta(hours=3), "it is tried again, and the worker goes on"
    HarvestedItem.objects.update(next_visit=now)
    begun = time.process_time()
    visit([kept.pk])
    assert time.process_time() - begun < 2
    kept.refresh_from_db()
    assert not kept.wants_page


def test_a_document_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Feedparser takes twenty seconds over a megabyte of open tags."""
    monkeypatch.setattr("search.harvest.parsing.subprocess_parser.SECONDS", 1)
    with pytest.raises(HarvestError) as caught:
        parse_apart(b"<rss version='2.0'><channel>" + b"<a>" * 300_000, context(), size=SIZE)
    assert caught.value.failure is Failure.BROKEN


def test_the_process_apart_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, str]] = []
    real = subprocess.run

    def run(*args: object, **kwargs: object) -> object:
        seen.append(kwargs["env"])  # type: ignore[arg-type]
        return real(*args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr("fedcms.core.child_process.subprocess.run", run)
    parse_apart(b"nothing", context(), size=SIZE)
    assert set(seen[0]) == {"PYTHONPATH", "PATH", "PYTHONUTF8"}
