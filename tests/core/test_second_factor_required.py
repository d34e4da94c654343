"""Who must have a second factor, what waits for it, and what a session with the password alone may not do."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client

from clusters.models import Cluster
from fedcms.demo.accounts import MAIL_DOMAIN
from fedcms.users.models import User
from tests.clusters.test_media_rights import document
from tests.core.second_factor import (
    FACTORS,
    HOME,
    NOON,
    add_app,
    code_of,
    is_in,
    nora,
    recovery_codes,
    signed_in,
    text,
)
from tests.factories import make_user
from tests.factories.people import PASSWORD

__all__ = ["nora"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def required(settings: object) -> None:
    """Publishers and administrators must have a second factor."""
    settings.FEDCMS_SECOND_FACTOR_REQUIRED = True  # type: ignore[attr-defined]


def is_in_as_demo(user: User) -> bool:
    """Whether somebody with an address of the demo gets in without a second factor."""
    User.objects.filter(pk=user.pk).update(email=f"nora@{MAIL_DOMAIN}")
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return is_in(client)


def test_who_publishes_or_administers_must_have_one(nora: User, loire: Cluster, required: None) -> None:
    make_user("eva", loire, "editor")
    User.objects.create_superuser("root", "root@people.example", PASSWORD)
    assert is_in(signed_in("eva")), "an editor may do without"
    for name in ("nora", "root"):
        client = signed_in(name)
        assert client.get(HOME)["Location"] == FACTORS
        assert "Votre rôle demande un second facteur" in text(client.get(FACTORS))
    client = signed_in()
    add_app(client)
    assert is_in(client), "who has just made one need not sign in anew"


def test_other_sessions_end_with_the_first_second_factor(nora: User) -> None:
    thief, owner = signed_in(), signed_in()
    assert is_in(thief)
    add_app(owner)
    assert is_in(owner)
    assert not is_in(thief), "it has shown a password alone"


@pytest.mark.parametrize("role", ["publisher", "editor"])
def test_a_session_with_the_password_alone_sees_and_changes_no_second_factor(
    loire: Cluster, role: str
) -> None:
    user = make_user("noe", loire, role)
    with time_machine.travel(NOON, tick=False) as clock:
        owner = signed_in("noe")
        secret = add_app(owner)
        codes = recovery_codes(owner)
        # A session that nobody ended: of a program, or of before.
        user.refresh_from_db()
        thief = Client()
        thief.force_login(user, "django.contrib.auth.backends.ModelBackend")
        clock.move_to(NOON + timedelta(hours=1))
        for screen in (
            "",
            "recovery-codes/",
            "recovery-codes/download/",
            "totp/deactivate/",
            "webauthn/add/",
            "password/",
        ):
            answer = thief.get(FACTORS + screen)
            assert answer["Location"].startswith(f"{FACTORS}reauthenticate/"), screen
            assert codes[1] not in text(answer)
        assert thief.post(f"{FACTORS}password/", {"password": PASSWORD})["Location"].startswith(
            f"{FACTORS}reau"
        )
        assert "Plutôt le mot de passe" not in text(thief.get(f"{FACTORS}reauthenticate/"))
        code = code_of(secret, NOON + timedelta(hours=1))
        shown = thief.post(f"{FACTORS}reauthenticate/", {"code": code, "next": "/admin/account/"})
        assert shown["Location"] == "/admin/account/"
        assert thief.get(FACTORS).status_code == 200


def test_what_was_typed_before_the_second_factor_is_sent_again(nora: User, required: None) -> None:
    client = signed_in()
    form = {"title": "Un titre"}
    refused = client.post("/admin/pages/add/news/articlepage/2/", form)
    assert refused.status_code == 403
    assert "rechargez cette page" in text(refused)
    script = client.post("/admin/pages/add/news/articlepage/2/", form, headers={"accept": "application/json"})
    assert script.json() == {"detail": "Votre rôle demande un second facteur."}
    add_app(client)
    again = client.post("/admin/pages/add/news/articlepage/2/", form)
    assert "rechargez cette page" not in text(again)


def test_files_of_others_wait_for_the_second_factor_too(nora: User, required: None, loire: Cluster) -> None:
    hidden = document(loire)
    client = signed_in()
    assert client.get(hidden.url).status_code == 404
    add_app(client)
    assert client.get(hidden.url).status_code == 200


def test_the_last_one_of_who_must_have_one_stays(nora: User, required: None) -> None:
    client = signed_in()
    add_app(client)
    kept = client.post(f"{FACTORS}totp/deactivate/")
    assert "ajoutez-en un autre" in text(kept)
    assert Authenticator.objects.filter(user=nora, type="totp").exists()


@pytest.mark.parametrize(
    ("address", "status"),
    [("http://127.0.0.1:8000", 200), ("http://localhost", 200), ("https://demo.example", 302)],
)
def test_the_demo_is_tried_without_one_on_ones_own_machine(
    nora: User, required: None, settings: object, address: str, status: int
) -> None:
    settings.WAGTAILADMIN_BASE_URL = address  # type: ignore[attr-defined]
    settings.ALLOWED_HOSTS = ["127.0.0.1", "testserver"]  # type: ignore[attr-defined]
    assert not is_in_as_demo(nora), "an address that others reach"
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost"]  # type: ignore[attr-defined]
    assert is_in_as_demo(nora) == (status == 200)


@pytest.mark.parametrize("change", ["edit", "remove"])
def test_a_passkey_of_somebody_else_is_none(nora: User, loire: Cluster, change: str) -> None:
    other = make_user("eva", loire, "editor")
    key = Authenticator.objects.create(user=other, type="webauthn", data={"name": "Clé d’Eva"})
    client = signed_in()
    for method in (client.get, client.post):
        assert method(f"{FACTORS}webauthn/keys/{key.pk}/{change}/", {"name": "À moi"}).status_code == 404
    assert client.get(f"{FACTORS}webauthn/keys/{'9' * 20}/{change}/").status_code == 404
    key.refresh_from_db()
    assert key.data == {"name": "Clé d’Eva"}
