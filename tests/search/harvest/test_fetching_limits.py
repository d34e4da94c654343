"""Time and size: sites that drip, say nothing, never end or send a bomb."""

import gzip
import itertools
import zlib
from collections.abc import Iterator

import pytest

from search.harvest_failures import Failure
from tests.search.harvest.asking import failure_of, fetcher
from tests.search.harvest.server import Exchange, Site


def _bytes_for_ever(beginning: bytes, drop: bytes) -> Iterator[bytes]:
    return itertools.chain([beginning], itertools.repeat(drop))


@pytest.mark.parametrize(
    "beginning",
    [
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", id="body"),
        pytest.param(b"HTTP/1.1 200 OK\r\n\r\n", id="body without length"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX-Slow: ", id="header"),
        pytest.param(b"HTTP", id="status"),
    ],
)
def test_a_server_that_drips_is_left_at_the_deadline(site: Site, beginning: bytes) -> None:
    """Each drop comes in time; all together they would take hours."""
    address = site.by("/drip", lambda exchange: exchange.drip(_bytes_for_ever(beginning, b"x"), 0.02))
    assert failure_of(address, fetcher(seconds=0.4)) is Failure.TOO_SLOW


def test_a_server_that_says_nothing_is_left_at_the_deadline(site: Site) -> None:
    address = site.by("/silent", lambda exchange: exchange.drip(iter([b""] * 50), 0.1))
    assert failure_of(address, fetcher(seconds=0.3)) is Failure.TOO_SLOW


def test_all_hops_share_one_deadline(site: Site) -> None:
    def slow(exchange: Exchange) -> None:
        exchange.drip(iter([b"", b""]), 0.1)
        exchange.say(302, location=f"/slow?{exchange.path.count('x')}x")

    assert failure_of(site.by("/slow", slow), fetcher(seconds=0.5)) is Failure.TOO_SLOW


def test_a_look_up_that_hangs_is_left(site: Site) -> None:
    import threading  # noqa: PLC0415

    never = threading.Event()
    finished: list[str] = []

    def resolver(host: str, port: int) -> list[str]:
        never.wait(5)
        finished.append(host)
        return ["127.0.0.1"]

    try:
        assert (
            failure_of("http://slow-dns.example/", fetcher(seconds=0.2, resolver=resolver))
            is Failure.TOO_SLOW
        )
        assert finished == []
    finally:
        never.set()


def test_an_endless_body_is_left_at_the_limit(site: Site) -> None:
    endless = b"HTTP/1.1 200 OK\r\n\r\n"
    address = site.by("/endless", lambda exchange: exchange.drip(_bytes_for_ever(endless, b"x" * 50_000), 0))
    assert failure_of(address) is Failure.TOO_BIG
    assert len(fetcher().fetch(address, cut=True).body) == 100_000


def test_a_chunked_body_is_read_and_limited(site: Site) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    short = site.by("/short", lambda exchange: exchange.drip(iter([head, b"3\r\nabc\r\n", b"0\r\n\r\n"]), 0))
    assert fetcher().fetch(short).body == b"abc"
    piece = b"c350\r\n" + b"x" * 50_000 + b"\r\n"
    endless = site.by("/chunks", lambda exchange: exchange.drip(_bytes_for_ever(head, piece), 0))
    assert failure_of(endless) is Failure.TOO_BIG


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "gzip, gzip"])
def test_a_bomb_is_noticed_while_it_is_small(site: Site, encoding: str) -> None:
    bomb = b"\0" * 20_000_000
    packed = zlib.compress(bomb) if encoding == "deflate" else gzip.compress(bomb)
    if "," in encoding:
        packed = gzip.compress(packed)
    assert failure_of(site.at("/bomb", packed, content_encoding=encoding)) is Failure.TOO_BIG


def test_packed_answers_are_unpacked_and_broken_ones_said_to_be(site: Site) -> None:
    assert fetcher().fetch(site.at("/z", gzip.compress(b"abc"), content_encoding="gzip")).body == b"abc"
    assert failure_of(site.at("/z", b"no gzip at all", content_encoding="gzip")) is Failure.NOT_HTTP
