"""By what an answer is kept: few keys, whatever a client sends, and none of what is no page."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

from fedcms.core.http.public_answers import PUBLIC
from fedcms.core.page_cache.middleware import is_for_everybody, key_of
from fedcms.core.page_cache.store import store

PAGE = "/fr/about/"


def key(path: str = PAGE, **headers: str) -> str | None:
    return key_of(RequestFactory().get(path, headers=headers))


def test_no_header_makes_more_copies_of_a_page() -> None:
    assert key(Host="Example.org") == key(Host="example.org")
    assert key(**{"X-Forwarded-Host": "another.example"}) == key()
    assert key(**{"Accept-Encoding": "br, gzip"}) == key(**{"Accept-Encoding": "gzip;q=1"}) != key()


def test_a_port_that_is_not_the_sites_makes_no_copy(settings: Settings) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://example.org:8443"
    assert key(Host="example.org")
    assert key(Host="example.org:8443")
    assert key(Host="[::1]")
    assert key(Host="example.org:8444") is key(Host="[::1]:1") is None
    settings.USE_X_FORWARDED_HOST = True
    assert key(**{"X-Forwarded-Host": "example.org:1"}) is None


def test_behind_a_proxy_that_names_the_host_each_host_has_its_copy(settings: Settings) -> None:
    settings.USE_X_FORWARDED_HOST = True
    assert key(**{"X-Forwarded-Host": "another.example"}) != key()


@pytest.mark.parametrize(
    "path", ["/health/live", "/static/css/site.css", "/robots.txt", "/", "/admin/login/"]
)
def test_what_is_no_page_is_not_looked_for(path: str) -> None:
    assert key(path) is None


def test_who_asks_whether_the_process_lives_waits_for_no_database(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the mark `django_db`, a look would fail."""
    settings.FEDCMS_PAGE_CACHE = True
    monkeypatch.setattr(store, "look", lambda: pytest.fail("It looked."))
    assert Client().get(reverse("health_live")).status_code == 200


def test_a_preview_is_never_answered_with_the_page_that_is_public() -> None:
    request = RequestFactory().get(PAGE)
    request.is_dummy = True  # type: ignore[attr-defined]  # as Wagtail says
    assert key_of(request) is None


@pytest.mark.parametrize(
    ("headers", "is_so"),
    [
        ({}, True),
        ({"Vary": "Accept-Encoding, Accept-Language"}, False),
        ({"Cache-Control": "private"}, False),
        ({"Cache-Control": f"{PUBLIC}, no-transform"}, True),
    ],
)
def test_what_depends_on_more_than_the_key_is_for_one_reader(headers: dict[str, str], is_so: bool) -> None:
    page = {"Cache-Control": PUBLIC, "ETag": '"1"', "Vary": "Accept-Encoding"}
    assert is_for_everybody(HttpResponse(headers=page | headers)) is is_so
