"""No address that somebody types makes the worker speak to a private network, wait for ever, or swallow anything."""

import socket
from datetime import datetime, timedelta

import pytest
from pytest_django import Settings

from search.harvest.errors import HarvestError
from search.harvest.fetching import retry_after
from search.harvest.network import is_public, target_of
from search.harvest_failures import Failure
from tests.search.harvest.asking import NOW, failure_of, fetcher
from tests.search.harvest.server import Site, closed_port


def test_an_answer_comes_with_its_headers(site: Site) -> None:
    address = site.at("/feed", "bonjour", content_type="text/plain", etag='"1"')
    got = fetcher().fetch(address)
    assert (got.status, got.body, got.headers["etag"], got.address, got.moved_to) == (
        200,
        b"bonjour",
        '"1"',
        address,
        "",
    )
    _method, _path, sent = site.asked[-1]
    assert "fedcms-harvester" in sent["user-agent"]
    assert "@" in sent["user-agent"], "nobody to write to"
    assert sent["host"] == site.base.removeprefix("http://")


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1", "127.8.9.10", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "192.0.2.1", "198.18.0.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1",
        "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "2002:7f00:1::", "2002:a00:1::1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "::7f00:1", "2001::1",
        "fec0::1", "192.88.99.1", "3fff::1", "5f00::1", "2001:20::1", "168.63.129.16",
        "::ffff:168.63.129.16", "64:ff9b::a83f:8110", "161.26.0.10", "166.9.3.1", "not a number", "",
        "192.0.0.9", "192.0.0.10", "2001:1::1", "2001:3::1", "2001:4:112::1", "2001:30::1",
    ],
)  # fmt: skip
def test_private_numbers_are_refused(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize(
    "number", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "64:ff9b::101:101", "2002:101:101::1"]
)
def test_public_numbers_are_not(number: str) -> None:
    assert is_public(number)


@pytest.mark.parametrize(
    "address",
    [
        "ftp://site.example/", "file:///etc/passwd", "javascript:alert(1)", "//site.example/", "site.example",
        "http://", "http://user:pass@site.example/", "http://site.example:25/", "http://site.example:0x50/",
        "http://site.example/a b\r\nX: y", "http://[::1", "gopher://site.example/", "http://site.example/" + "a" * 2000,
    ],
)  # fmt: skip
def test_other_addresses_are_refused_before_anybody_is_asked(address: str) -> None:
    def resolver(host: str, port: int) -> list[str]:
        raise AssertionError(f"{host} was looked up")

    with pytest.raises(HarvestError) as caught:
        target_of(address, 1, resolver)
    assert caught.value.failure is Failure.ADDRESS


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "2130706433", "0x7f.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_the_loopback_is_refused_in_every_spelling(host: str) -> None:
    """As the system reads them, without any setting."""
    assert failure_of(f"http://{host}/") is Failure.ADDRESS


def test_a_name_that_leads_to_the_loopback_is_refused(site: Site, settings: Settings) -> None:
    settings.FEDCMS_HARVEST_OPEN_NETWORKS = []
    port = site.base.rpartition(":")[2]
    trap = fetcher(resolver=lambda host, port: ["127.0.0.1"])
    assert failure_of(f"http://harmless.example:{port}/feed", trap) is Failure.ADDRESS
    mixed = fetcher(resolver=lambda host, port: ["93.184.216.34", "127.0.0.1"])
    assert failure_of(f"http://harmless.example:{port}/feed", mixed) is Failure.ADDRESS
    assert site.asked == []


def test_the_connection_goes_to_the_number_that_was_checked(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS is asked once: a name that means something else a moment later changes nothing."""
    site.at("/feed", "bonjour")
    port = site.base.rpartition(":")[2]
    answers = iter([["127.0.0.1"]])
    monkeypatch.setattr(socket, "getaddrinfo", _only_numbers(socket.getaddrinfo))
    got = fetcher(resolver=lambda host, port: next(answers)).fetch(f"http://rebinding.example:{port}/feed")
    assert got.body == b"bonjour"
    assert site.asked[-1][2]["host"] == f"rebinding.example:{port}"


def _only_numbers(real: object) -> object:
    def look_up(host: str, *args: object, **kwargs: object) -> object:
        assert host.replace(".", "").isdigit(), f"{host} was looked up again"
        return real(host, *args, **kwargs)  # type: ignore[operator]

    return look_up


def test_each_redirect_is_checked(site: Site, settings: Settings) -> None:
    settings.FEDCMS_HARVEST_OPEN_NETWORKS = ["127.0.0.1/32"]
    for where in (
        "http://127.0.0.2/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "file:///etc/passwd",
    ):
        address = site.at("/away", status=302, location=where)
        assert failure_of(address) is Failure.ADDRESS, where


def test_redirects_are_followed_and_permanent_ones_remembered(site: Site) -> None:
    new = site.at("/new", "ici")
    for status, remembered in ((301, new), (308, new), (302, ""), (303, ""), (307, "")):
        got = fetcher().fetch(site.at("/old", status=status, location="/new#part"))
        assert (got.body, got.address, got.moved_to) == (b"ici", new, remembered), status
    site.at("/first", status=301, location="/second")
    site.at("/second", status=302, location="/new")
    assert fetcher().fetch(f"{site.base}/first").moved_to == ""


def test_a_loop_of_redirects_ends(site: Site) -> None:
    site.at("/a", status=301, location="/b")
    site.at("/b", status=301, location="/a")
    assert failure_of(f"{site.base}/a") is Failure.REDIRECTS
    assert len(site.asked) == 6
    assert failure_of(site.at("/nowhere", status=302)) is Failure.NOT_HTTP


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        (404, Failure.MISSING), (410, Failure.GONE), (401, Failure.REFUSED), (403, Failure.REFUSED),
        (500, Failure.SERVER), (502, Failure.SERVER), (503, Failure.SERVER), (429, Failure.ASKED_TO_WAIT),
        (418, Failure.HTTP), (204, Failure.HTTP), (206, Failure.HTTP), (300, Failure.HTTP), (304, None),
    ],
)  # fmt: skip
def test_each_status_means_something(site: Site, status: int, failure: Failure | None) -> None:
    address = site.at("/status", status=status)
    if failure is None:
        assert fetcher().fetch(address).status == status
    else:
        assert failure_of(address) is failure


def test_a_server_that_asks_to_wait_says_until_when(site: Site) -> None:
    with pytest.raises(HarvestError) as caught:
        fetcher().fetch(site.at("/wait", status=429, retry_after="120"))
    assert caught.value.failure is Failure.ASKED_TO_WAIT
    assert caught.value.origin == site.base
    assert caught.value.retry_at is not None
    assert failure_of(site.at("/wait", status=503, retry_after="120")) is Failure.ASKED_TO_WAIT


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("120", NOW + timedelta(minutes=2)),
        ("Wed, 25 Nov 2026 13:00:00 GMT", NOW + timedelta(hours=1)),
        ("Wed, 25 Nov 2020 13:00:00 GMT", NOW),
        ("999999999999", NOW + timedelta(days=1)),
        ("9" * 400, NOW + timedelta(days=1)),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
def test_retry_after_is_a_number_or_a_date_and_a_day_at_most(value: str, moment: datetime | None) -> None:
    assert retry_after(value, NOW) == moment


def test_what_is_no_http_or_nobody_is_said_to_be(site: Site) -> None:
    assert failure_of(f"http://127.0.0.1:{closed_port()}/") is Failure.NO_ANSWER
    ssh = site.by("/ssh", lambda exchange: exchange.drip(iter([b"SSH-2.0-OpenSSH_9.2\r\n\r\n"]), 0))
    assert failure_of(ssh) is Failure.NO_ANSWER
    many = b"HTTP/1.1 200 OK\r\n" + b"X-Header: y\r\n" * 5000
    assert failure_of(site.by("/many", lambda exchange: exchange.drip(iter([many]), 0))) is Failure.NO_ANSWER
    assert failure_of(site.base.replace("http:", "https:") + "/") is Failure.TLS
    unknown = fetcher(resolver=_unknown)
    assert failure_of("http://no-such.example/", unknown) is Failure.NOT_FOUND_HOST


def _unknown(host: str, port: int) -> list[str]:
    raise socket.gaierror(f"{host} is unknown")


def test_a_body_that_ends_too_early_is_no_answer(site: Site) -> None:
    early = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc"
    assert (
        failure_of(site.by("/early", lambda exchange: exchange.drip(iter([early]), 0))) is Failure.NO_ANSWER
    )


def test_each_hop_waits_for_its_turn(site: Site) -> None:
    site.at("/new")
    turns: list[str] = []
    fetcher(before_each=lambda target: turns.append(target.path)).fetch(
        site.at("/old", status=301, location="/new")
    )
    assert turns == ["/old", "/new"]
