"""Signing in by an identity provider: whom it opens an account to, and what is refused without losing anything."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.views.debug import get_default_exception_reporter_filter

from clusters.checks import providers_are_of_clusters
from clusters.models import Cluster, Federation
from fedcms.settings.secret_files import read_secret_files
from fedcms.sign_in.checks import identity_providers_are_whole
from fedcms.sign_in.identity_providers import outgoing
from fedcms.sign_in.identity_providers.configuration import identity_providers
from fedcms.sign_in.models import SecurityEvent
from fedcms.users.models import User
from tests.core.identity_server import CLIENT, SECRET, IdentityServer, identity_server
from tests.core.second_factor import (
    FACTORS,
    HOME,
    SIGN_IN,
    add_app,
    is_in,
    nora,
    recovery_codes,
    root,
    signed_in,
    text,
)
from tests.factories import make_user

__all__ = ["nora", "root"]

pytestmark = pytest.mark.django_db

BEGIN = "/admin/identity/house/"
WRONG, AWAY, NOBODY = "La connexion n’a pas abouti", "ne répond pas", "Aucun compte ne s’ouvre"
NORA = {"email": "Nora@people.example", "email_verified": True}


@pytest.fixture
def house(settings: object) -> Iterator[IdentityServer]:
    """A provider that is given to the site, and says of everybody that they are Nora."""
    with identity_server() as server:
        server.claims = dict(NORA)
        give(settings, server)
        outgoing.forget_descriptions()
        yield server


def give(settings: object, server: IdentityServer, **more: object) -> None:
    row = {"id": "house", "name": "La Maison", "issuer": server.issuer, "client_id": CLIENT}
    text_of = json.dumps([row | {"client_secret": SECRET} | more])
    settings.FEDCMS_IDENTITY_PROVIDERS = text_of  # type: ignore[attr-defined]


def begun(client: Client, house: IdentityServer, wanted: str = "") -> dict[str, str]:
    """Presses the button, says yes at the provider; returns what the browser brings back."""
    page = client.post(BEGIN, {"next": wanted})
    assert page.status_code == 200, text(client.get(SIGN_IN))
    assert page["Referrer-Policy"] == "no-referrer"
    return house.authorize(page["Refresh"].removeprefix("0; url="))


def come(
    house: IdentityServer, client: Client | None = None, wanted: str = "", **changed: str
) -> tuple[Client, HttpResponse]:
    """Signs in by the provider; returns the browser and the answer."""
    client = client or Client()
    return client, client.get(f"{BEGIN}callback/", begun(client, house, wanted) | changed)


def refused(house: IdentityServer, words: str, **changed: str) -> None:
    """Whoever comes so is led back to the form, which says why, and is not in."""
    client, answer = come(house, wanted="/admin/reports/", **changed)
    assert answer.status_code == 302
    assert answer["Location"].startswith(SIGN_IN)
    page = text(client.get(answer["Location"]))
    assert words in page, page
    assert not is_in(client)


def test_an_account_is_entered_by_its_address_then_by_the_linked_identity(
    house: IdentityServer, nora: User, django_capture_on_commit_callbacks: object
) -> None:
    client, answer = come(house, wanted="/admin/reports/")
    assert answer["Location"] == "/admin/reports/"
    assert is_in(client)
    [linked] = SocialAccount.objects.all()
    assert (linked.user, linked.provider, linked.uid, linked.extra_data) == (nora, house.issuer, "1234", {})
    assert nora.security_events.filter(kind="identity_linked", detail="house").count() == 1
    [told] = [each for each in mail.outbox if each.to == [nora.email]]
    assert "fournisseur d’identité" in told.subject
    assert "La Maison" in told.body
    # From then on, the address says nothing, and nothing is told again.
    house.claims = {"email": "other@people.example", "email_verified": False}
    client, answer = come(house, wanted="https://evil.example/")
    assert answer["Location"] == HOME
    assert is_in(client)
    assert nora.security_events.filter(kind="identity_linked").count() == 1
    # The sub of somebody else, who was given the address: the account stays Nora's.
    house.claims = NORA | {"sub": "999"}
    refused(house, NOBODY)
    call_command("forget_identities", "nora")
    assert not is_in(client), "the sessions are ended"
    assert is_in(come(house)[0])


def test_nobody_else_comes_in(house: IdentityServer, nora: User, loire: Cluster) -> None:
    for claims in (
        NORA | {"email_verified": False},
        NORA | {"email_verified": "true"},
        {"email": NORA["email"]},
        {"email": "stranger@people.example", "email_verified": True},
        {},
    ):
        house.claims = claims
        refused(house, NOBODY)
    house.claims, house.userinfo = {}, NORA | {"sub": "another"}
    refused(house, NOBODY)
    house.claims = dict(NORA)
    twin = make_user("twin", loire)
    User.objects.filter(pk=twin.pk).update(email="NORA@people.example")
    refused(house, NOBODY)
    User.objects.filter(pk=twin.pk).update(is_active=False)
    assert not SocialAccount.objects.exists()
    assert User.objects.filter(email__icontains="stranger").count() == 0, "nobody signs up"
    assert SecurityEvent.objects.filter(kind="identity_refused", detail="house: no verified address").exists()
    house.claims, house.userinfo = {}, NORA
    assert is_in(come(house)[0]), "what userinfo says of the same person counts"
    nora.refresh_from_db()
    nora.is_active = False
    nora.save()
    refused(house, NOBODY)
    SocialAccount.objects.all().delete()
    refused(house, NOBODY)


def test_a_wrong_answer_opens_nothing(house: IdentityServer, nora: User) -> None:
    now = int(time.time())
    for claims in (
        {"nonce": "of-another-sign-in"},
        {"aud": "another-site"},
        {"aud": [CLIENT, "another-site"]},
        {"azp": "another-site"},
        {"iss": "https://other.example"},
        {"iat": now - 900, "exp": now - 300},
        {"sub": ""},
    ):
        house.claims = NORA | claims
        refused(house, WRONG)
    house.claims = dict(NORA)
    for fault in ("key", "unsigned"):
        house.faults = {fault}
        refused(house, WRONG)
    house.faults = set()
    refused(house, WRONG, code="invented")
    refused(house, WRONG, state="invented")
    refused(house, "Vous avez quitté", error="access_denied", code="")
    # PKCE: a code that somebody else's browser has got.
    thief, victim = Client(), Client()
    stolen = begun(victim, house)
    answer = thief.get(f"{BEGIN}callback/", begun(thief, house) | {"code": stolen["code"]})
    assert answer["Location"].startswith(SIGN_IN)
    assert not is_in(thief)
    # An answer serves once, and in the browser alone in which it was asked.
    client = Client()
    brought = begun(client, house)
    assert not is_in(thief)
    assert thief.get(f"{BEGIN}callback/", brought)["Location"] == SIGN_IN
    assert client.get(f"{BEGIN}callback/", brought)["Location"] == HOME
    assert client.get(f"{BEGIN}callback/", brought)["Location"] == SIGN_IN
    assert is_in(client), "who was in stays in"


def test_a_provider_that_does_not_answer_is_said(
    house: IdentityServer, nora: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outgoing, "SILENT_SECONDS", 0.15)
    began = time.monotonic()
    for path in ("/token", "/keys"):
        outgoing.forget_descriptions()
        house.faults = {f"hangs at {path}"}
        refused(house, AWAY)
        assert Client().post(BEGIN)["Location"] == SIGN_IN, "nobody is led there meanwhile"
    for fault in ("hangs at /.well-known/openid-configuration", "issuer of discovery"):
        outgoing.forget_descriptions()
        house.faults = {fault}
        client = Client()
        answer = client.post(BEGIN, {"next": "/admin/reports/"})
        assert answer["Location"] == f"{SIGN_IN}?next=%2Fadmin%2Freports%2F"
        assert AWAY in text(client.get(answer["Location"]))
    assert time.monotonic() - began < 15  # a server that hangs does so for twenty
    asked = len(house.asked)
    assert client.post(BEGIN)["Location"] == SIGN_IN
    assert len(house.asked) == asked, "it is not asked again at once"


def test_the_second_factor_is_asked_unless_the_provider_does(
    house: IdentityServer, nora: User, settings: object
) -> None:
    settings.FEDCMS_SECOND_FACTOR_REQUIRED = True  # type: ignore[attr-defined]
    client, _answer = come(house)
    assert client.get(HOME)["Location"] == FACTORS, "she must make one"
    owner = signed_in()
    add_app(owner)
    client, answer = come(house)
    assert answer["Location"] == f"{FACTORS}authenticate/"
    assert not is_in(client)
    client.post(answer["Location"], {"code": recovery_codes(owner)[0]})
    assert is_in(client)
    came = nora.security_events.filter(kind="signed_in").order_by("pk").values_list("detail", flat=True)
    assert list(came)[-1] == "house", "the session knows whence its person came"
    give(settings, house, second_factor=True)
    client, answer = come(house)
    assert answer["Location"] == HOME
    assert is_in(client)


def test_a_provider_of_a_cluster_opens_nothing_else(
    house: IdentityServer, nora: User, root: User, settings: object, federation: Federation, loire: Cluster
) -> None:
    give(settings, house, cluster="loire")
    assert is_in(come(house)[0])
    root.groups.add(loire.editors_group)
    house.claims = {"email": root.email, "email_verified": True, "sub": "5"}
    refused(house, NOBODY)
    house.claims = dict(NORA)
    nora.groups.add(federation.editors_group)
    refused(house, NOBODY)
    assert providers_are_of_clusters(None, databases=["default"]) == []
    give(settings, house, cluster="elsewhere")
    refused(house, NOBODY)
    [doubt] = providers_are_of_clusters(None, databases=["default"])
    assert "house is of the cluster 'elsewhere'" in doubt.msg


def test_limits_count_what_opens_no_account(house: IdentityServer, nora: User, settings: object) -> None:
    settings.FEDCMS_TRIES_OF_ADDRESS = 2  # type: ignore[attr-defined]
    for _ in range(3):
        assert is_in(come(house)[0]), "who comes in is not counted"
    house.claims = {"sub": "of a stranger"}
    for _ in range(2):
        refused(house, NOBODY)
    house.claims = dict(NORA)
    refused(house, "Trop d’essais")


def test_the_form_has_a_button_only_where_a_provider_is_given(
    house: IdentityServer, settings: object
) -> None:
    page = text(Client().get(f"{SIGN_IN}?next=/admin/reports/"))
    assert f'action="{BEGIN}"' in page
    assert "La Maison" in page
    assert Client().get(BEGIN).status_code == 405, "no link of others begins it"
    assert Client(enforce_csrf_checks=True).post(BEGIN).status_code == 403
    asked = parse_qs(urlsplit(Client().post(BEGIN)["Refresh"].removeprefix("0; url=")).query)
    assert set(asked["scope"][0].split()) == {"openid", "email"}
    settings.FEDCMS_IDENTITY_PROVIDERS = ""  # type: ignore[attr-defined]
    assert "identity" not in text(Client().get(SIGN_IN))
    assert Client().post(BEGIN).status_code == Client().get(f"{BEGIN}callback/").status_code == 404


def test_what_is_wrong_with_a_provider_is_said(settings: object, tmp_path: Path) -> None:
    right = {"id": "a", "name": "A", "issuer": "https://a.example", "client_id": "c", "client_secret": "hush"}
    wrong: tuple[tuple[str, str], ...] = (
        ("{", "not JSON"),
        ("{}", "not a list"),
        (json.dumps([right | {"issuer": "http://a.example"}]), "no https address"),
        (json.dumps([right | {"client_secret": ""}]), "no text for client_secret"),
        (json.dumps([right | {"second_factor": "no"}]), "neither true nor false"),
        (json.dumps([right | {"secnd_factor": True}]), "unknown keys secnd_factor"),
        (json.dumps([right, right]), "two providers have one id"),
        (json.dumps([right | {"cluster": " "}]), "not the slug of a cluster"),
        (json.dumps([right | {"cluster": "loire"}])[:-2] + ', "cluster": "x"}]', "cluster is given twice"),
    )
    for given, words in wrong:
        settings.FEDCMS_IDENTITY_PROVIDERS = given  # type: ignore[attr-defined]
        [error] = identity_providers_are_whole(None)
        assert error.id == "fedcms.E009"
        assert words in error.msg
        assert "hush" not in error.msg
        assert "identity" not in text(Client().get(SIGN_IN))
    (tmp_path / "providers").write_text(json.dumps([right]))
    environment = {"FEDCMS_IDENTITY_PROVIDERS_FILE": str(tmp_path / "providers")}
    read_secret_files(environment)
    settings.FEDCMS_IDENTITY_PROVIDERS = environment["FEDCMS_IDENTITY_PROVIDERS"]  # type: ignore[attr-defined]
    assert identity_providers_are_whole(None) == []
    # Neither a page that shows an error nor the words of a program show the secret.
    assert "hush" not in repr(identity_providers())
    assert "hush" not in str(get_default_exception_reporter_filter().get_safe_settings())
