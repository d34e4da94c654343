"""Identity providers that answer oddly, slowly or no more: nobody waits long, and nothing is an error of the site."""

import socket
import time
from contextlib import suppress
from threading import Event, Thread

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import mail
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from clusters.models import Cluster, Federation
from fedcms.sign_in.identity_providers import outgoing
from fedcms.sign_in.identity_providers.configuration import identity_providers
from fedcms.sign_in.models import SecurityEvent
from fedcms.sign_in.second_factor.sessions import person_of
from fedcms.users.models import User
from tests.core.identity_server import IdentityServer
from tests.core.second_factor import FACTORS, SIGN_IN, is_in, nora, text
from tests.core.test_identity_providers import (
    AWAY,
    BEGIN,
    NOBODY,
    NORA,
    WRONG,
    begun,
    come,
    give,
    house,
    refused,
)
from tests.factories.people import PASSWORD

__all__ = ["house", "nora"]

pytestmark = pytest.mark.django_db

SCREEN = "/admin/account/sessions/"
DISCOVERY = "/.well-known/openid-configuration"
NESTED = b"[" * 200_000
LONG_BEFORE = 15
"""Seconds: much less than what drips or hangs here would take, and enough for a machine that is busy."""


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits for a request half a second, and for a byte longer than that."""
    monkeypatch.setattr(outgoing, "WHOLE_SECONDS", 0.5)


@pytest.mark.parametrize("fault", ["drips headers at", "drips at"])
def test_a_provider_that_drips_is_left_in_time(
    house: IdentityServer, nora: User, hurried: None, fault: str
) -> None:
    for path in ("/token", "/keys"):
        outgoing.forget_descriptions()
        house.faults = {f"{fault} {path}"}
        began = time.monotonic()
        refused(house, AWAY)
        assert time.monotonic() - began < LONG_BEFORE
        _left(house, path)
    house.faults = set()
    outgoing.forget_descriptions()
    assert is_in(come(house)[0]), "its threads have ended with their sockets"


def _left(house: IdentityServer, path: str) -> None:
    until = time.monotonic() + 3
    while path not in house.left:
        assert time.monotonic() < until, "the connection is still open"
        time.sleep(0.02)


def test_a_provider_that_drips_while_tls_begins_is_left_in_time(
    house: IdentityServer, nora: User, hurried: None
) -> None:
    left = Event()

    def drip(listening: socket.socket) -> None:
        taken = listening.accept()[0]
        with taken, suppress(OSError):
            # The head of a record that is long.
            taken.sendall(b"\x16\x03\x03\x40\x00")
            while True:
                taken.sendall(b"\0")
                time.sleep(0.05)
        left.set()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        Thread(target=drip, args=(listening,), daemon=True).start()
        house.more = {"jwks_uri": f"https://127.0.0.1:{listening.getsockname()[1]}/keys"}
        began = time.monotonic()
        refused(house, AWAY)
        assert time.monotonic() - began < LONG_BEFORE
        assert left.wait(1), "the connection is still open"


def test_a_name_that_is_found_too_late_is_asked_nothing(
    house: IdentityServer, nora: User, hurried: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, really_find, is_found = Client(), socket.getaddrinfo, Event()
    brought = begun(client, house)

    def find_late(*args: object, **kwargs: object) -> object:
        is_found.wait(20)
        return really_find(*args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(socket, "getaddrinfo", find_late)
    began = time.monotonic()
    client.get(f"{BEGIN}callback/", brought)
    assert time.monotonic() - began < LONG_BEFORE
    is_found.set()
    time.sleep(0.5)
    assert "/token" not in house.asked


def test_all_that_one_coming_back_asks_ends_together(
    house: IdentityServer, nora: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    brought = begun(client, house)
    monkeypatch.setattr(outgoing, "EXCHANGE_SECONDS", 0.4)
    house.faults = {"drips at /keys"}
    began = time.monotonic()
    assert client.get(f"{BEGIN}callback/", brought)["Location"].startswith(SIGN_IN)
    assert time.monotonic() - began < LONG_BEFORE


def test_few_wait_for_a_provider_at_once(house: IdentityServer, hurried: None) -> None:
    house.faults = {f"hangs at {DISCOVERY}"}
    answers: list[str] = []

    def ask() -> None:
        try:
            with outgoing.exchange(given):
                outgoing.description_of(given)
        except outgoing.ProviderAway as error:
            answers.append(str(error))

    [given] = identity_providers()
    threads = [Thread(target=ask) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(3)
    assert len(answers) == 6
    assert house.asked.count(DISCOVERY) == outgoing.AT_ONCE


ODD: dict[str, tuple[dict[str, object], str]] = {
    "tokens without a type": ({"faults": {"no content type"}}, WRONG),
    "tokens that are a list": ({"raw": {"/token": b'["access_token"]'}}, WRONG),
    "nested tokens": ({"raw": {"/token": NESTED}}, WRONG),
    "nested keys": ({"raw": {"/keys": NESTED}}, WRONG),
    "keys that are none": ({"raw": {"/keys": b'{"keys": [7]}'}}, WRONG),
    "half a character in the nonce": ({"claims": NORA | {"nonce": "\ud800"}}, WRONG),
    "no time at all": ({"claims": NORA | {"exp": float("inf")}}, WRONG),
    "NUL in the subject": ({"claims": NORA | {"sub": "a\x00b"}}, WRONG),
    "half a character in the subject": ({"claims": NORA | {"sub": "a\ud800"}}, WRONG),
    "NUL in the address": ({"claims": NORA | {"email": "nora\x00@people.example"}}, NOBODY),
    "half a character in the address": ({"claims": NORA | {"email": "\ud800@people.example"}}, NOBODY),
    "userinfo that is none": ({"claims": {"sub": "5"}, "raw": {"/userinfo": NESTED}}, WRONG),
    "a host of keys that is none": ({"more": {"jwks_uri": "https://a..b.example/"}}, AWAY),
}


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_answer_opens_nothing_and_is_no_error(house: IdentityServer, nora: User, odd: str) -> None:
    changes, words = ODD[odd]
    for name, value in changes.items():
        setattr(house, name, value)
    refused(house, words)


def test_an_odd_description_is_no_error(house: IdentityServer, nora: User) -> None:
    for raw in (NESTED, b"[]", b"{", b'{"issuer": 5}'):
        outgoing.forget_descriptions()
        house.raw = {DISCOVERY: raw}
        client = Client()
        assert client.post(BEGIN)["Location"] == SIGN_IN
        assert AWAY in text(client.get(SIGN_IN))
    house.raw = {}
    outgoing.forget_descriptions()
    house.more = {
        "token_endpoint_auth_methods_supported": None,
        "authorization_endpoint": f"{house.issuer}/authorize?tenant=5",
    }
    house.faults = {"no algorithm of keys"}
    assert "?tenant=5&" in Client().post(BEGIN)["Refresh"]
    assert is_in(come(house)[0])


def test_what_a_provider_says_went_wrong_is_in_the_log(house: IdentityServer, nora: User) -> None:
    refused(house, WRONG, error="invalid_scope", code="")
    refused(house, WRONG, error="<script>", code="")
    refused(house, WRONG, code="invented")
    found = SecurityEvent.objects.filter(kind="identity_refused").order_by("pk")
    assert list(found.values_list("detail", flat=True)) == [
        "house: invalid_scope",
        "house: wrong answer, invalid_grant",
    ]


def test_a_session_ends_when_its_provider_admits_nobody_any_more(
    house: IdentityServer, nora: User, loire: Cluster, federation: Federation, settings: object
) -> None:
    give(settings, house, cluster="loire")
    client, other = come(house)[0], Client()
    assert is_in(client)
    assert nora.security_events.get(kind="signed_in").detail == "house"
    other.post(SIGN_IN, {"username": "nora", "password": PASSWORD})
    nora.groups.add(federation.editors_group)
    # As a minute later.
    cache.clear()
    assert not is_in(client)
    assert is_in(other), "a password has no provider"
    assert nora.security_events.filter(kind="sessions_ended", detail__startswith="house").count() == 1
    nora.groups.remove(federation.editors_group)
    client = come(house)[0]
    assert is_in(client)
    give(settings, house, cluster="loire", issuer="https://other.example")
    assert not is_in(client)
    give(settings, house)
    client = come(house)[0]
    asked = RequestFactory().get("/media/")
    asked.session, asked.user = client.session, nora
    assert person_of(asked) == nora
    settings.FEDCMS_IDENTITY_PROVIDERS = ""  # type: ignore[attr-defined]
    assert person_of(asked).is_anonymous, "nor is anything served that is not public"
    assert not is_in(client)


def test_who_came_by_a_provider_types_the_password_to_change_what_opens_the_account(
    house: IdentityServer, nora: User
) -> None:
    client = come(house)[0]
    asked = client.get(f"{FACTORS}webauthn/add/")
    assert asked["Location"].startswith(f"{FACTORS}password/")
    page = text(client.get(SCREEN))
    assert "La Maison" in page
    asked = client.post(SCREEN, {"identities": "1"})
    assert asked["Location"].startswith(f"{FACTORS}password/")
    elsewhere = come(house)[0]
    done = client.post(asked["Location"], {"password": PASSWORD, "next": SCREEN}, follow=True)
    assert "Plus aucun fournisseur" in text(done)
    assert "La Maison" not in text(done)
    assert is_in(client)
    assert not is_in(elsewhere)
    assert nora.security_events.filter(kind="identity_removed").count() == 1


def test_a_new_password_by_mail_opens_the_account_to_nobody_else(house: IdentityServer, nora: User) -> None:
    come(house)
    [told] = [each for each in mail.outbox if each.to == [nora.email]]
    assert "retirez ce fournisseur" in told.body
    assert f"{SCREEN}\n" in f"{told.body}\n"
    key = urlsafe_base64_encode(force_bytes(nora.pk))
    token = PasswordResetTokenGenerator().make_token(User.objects.get(pk=nora.pk))
    client = Client()
    form = client.get(f"/admin/password_reset/confirm/{key}/{token}/")["Location"]
    client.post(form, {"new_password1": "another-long-one-5", "new_password2": "another-long-one-5"})
    assert is_in(client)
    assert not SocialAccount.objects.exists()
