"""A site behind a proxy is told that it must know how many there are, or all people count as one address."""

import pytest
from django.core import checks
from django.test import RequestFactory, override_settings

from fedcms.core.http.client_throttle import _warn_of_proxies, client_of_request
from fedcms.sign_in.checks import the_site_knows_its_proxies

TLS = ("HTTP_X_FORWARDED_PROTO", "https")


@pytest.mark.parametrize(
    ("header", "proxies", "ids"),
    [
        (TLS, None, ["fedcms.E005"]),
        (TLS, 1, []),
        # Said on purpose.
        (TLS, 0, []),
        (None, None, []),
    ],
)
def test_a_site_behind_https_says_how_many_proxies_it_has(
    header: tuple[str, str] | None, proxies: int | None, ids: list[str]
) -> None:
    with override_settings(SECURE_PROXY_SSL_HEADER=header, FEDCMS_PROXIES=proxies):
        assert [each.id for each in the_site_knows_its_proxies(None)] == ids
    assert the_site_knows_its_proxies in checks.registry.registry.registered_checks


def test_a_header_that_is_not_believed_is_said_once_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    _warn_of_proxies.cache_clear()
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", headers={"x-forwarded-for": "198.51.100.7"})
    with override_settings(NINJA_NUM_PROXIES=1):
        assert client_of_request(request) == "198.51.100.7"
        assert not caplog.records
    with override_settings(NINJA_NUM_PROXIES=0):
        assert client_of_request(RequestFactory().get("/", REMOTE_ADDR="192.0.2.1")) == "192.0.2.1"
        assert not caplog.records
        for _number in range(2):
            assert client_of_request(request) == "192.0.2.1"
        assert [record.name for record in caplog.records] == ["fedcms.clients"]


@pytest.mark.parametrize(
    ("forwarded", "client"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("198.51.100.7:50123", "198.51.100.7"),
        ("[2001:db8:0:1::9]:443", "2001:db8:0:1::/64"),
        ("[2001:db8:0:1::9]", "2001:db8:0:1::/64"),
        ("2001:db8:0:1::9%eth0", "2001:db8:0:1::/64"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("unknown", "unknown"),
    ],
)
def test_the_port_that_a_proxy_adds_makes_nobody_another_client(forwarded: str, client: str) -> None:
    request = RequestFactory().get("/", headers={"x-forwarded-for": f"203.0.113.5, {forwarded}"})
    with override_settings(NINJA_NUM_PROXIES=1):
        assert client_of_request(request) == client
