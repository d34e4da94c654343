"""A second factor: an app of codes, recovery codes; who must have one, and that each code serves once."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from io import StringIO
from unittest.mock import patch

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client

from clusters.models import Cluster
from fedcms.demo.accounts import MAIL_DOMAIN
from fedcms.sign_in.models import RecentTries
from fedcms.users.models import User
from tests.factories import make_user
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db

HOME, SIGN_IN, FACTORS = "/admin/", "/admin/login/", "/admin/second-factor/"
NOON = datetime(2026, 5, 5, 12, tzinfo=UTC)


@pytest.fixture
def nora(loire: Cluster) -> User:
    """Somebody who publishes."""
    return make_user("nora", loire, "publisher")


@pytest.fixture
def required(settings: object) -> None:
    """Publishers and administrators must have a second factor."""
    settings.FEDCMS_SECOND_FACTOR_REQUIRED = True  # type: ignore[attr-defined]


def signed_in(name: str = "nora") -> Client:
    """A browser whose person has typed the password."""
    client = Client()
    answer = client.post(SIGN_IN, {"username": name, "password": PASSWORD, "next": HOME})
    assert answer.status_code == 302
    return client


def text(answer: HttpResponse) -> str:
    return unescape(answer.content.decode())


def code_of(secret: str, moment: datetime) -> str:
    return str(format_hotp_value(hotp_value(secret, int(moment.timestamp()) // 30)))


def add_app(client: Client) -> str:
    """Adds an app of codes by the screens; returns its secret."""
    asked = client.get(f"{FACTORS}totp/activate/", follow=True)
    assert "Est-ce bien vous" in text(asked)
    form = client.post(
        asked.request["PATH_INFO"], {"password": PASSWORD, "next": f"{FACTORS}totp/activate/"}, follow=True
    )
    found = re.search(r'second-factor__secret"[^>]*>\s*(\w+)', text(form))
    assert found
    # As after a commit, within the request: the test's own transaction never ends.
    with patch("django.db.transaction.on_commit", lambda told, **kwargs: told()):
        code = {"code": code_of(found[1], datetime.now(UTC))}
        added = client.post(f"{FACTORS}totp/activate/", code, follow=True)
    assert "Codes de secours" in text(added)
    return found[1]


def recovery_codes(client: Client) -> list[str]:
    return re.findall(r"<li><code>(\w+)</code>", text(client.get(f"{FACTORS}recovery-codes/")))


def is_in(client: Client) -> bool:
    return client.get(HOME).status_code == 200


def test_the_password_alone_opens_no_account_that_has_an_app(nora: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        secret = add_app(signed_in())
        assert [message.to for message in mail.outbox] == [[nora.email]] * len(mail.outbox)
        assert any("application de codes" in message.subject for message in mail.outbox)
        assert secret not in str(Authenticator.objects.values_list("data", flat=True)), (
            "a copy of the database"
        )
        clock.move_to(NOON + timedelta(hours=1))
        client = signed_in()
        assert not is_in(client)
        assert client.post("/admin/pages/add/news/articlepage/2/", {"title": "Non"}).status_code == 302
        wrong = client.post(f"{FACTORS}authenticate/", {"code": "000000"})
        assert "Ce n’est pas ce code" in text(wrong)
        right = client.post(f"{FACTORS}authenticate/", {"code": code_of(secret, NOON + timedelta(hours=1))})
        assert right["Location"] == HOME
        assert is_in(client)


def test_a_code_serves_once_in_all_processes(nora: User, settings: object) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        secret = add_app(signed_in())
        clock.move_to(NOON + timedelta(hours=1))
        code = code_of(secret, NOON + timedelta(hours=1))
        assert signed_in().post(f"{FACTORS}authenticate/", {"code": code}).status_code == 302
        # The cache of another process.
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}  # type: ignore[attr-defined]
        again = signed_in()
        assert "a déjà servi" in text(again.post(f"{FACTORS}authenticate/", {"code": code}))
        assert not is_in(again)


def test_wrong_codes_are_limited_and_the_right_one_then_waits(nora: User, settings: object) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        secret = add_app(signed_in())
        clock.move_to(NOON + timedelta(hours=1))
        client = signed_in()
        for number in range(5):
            client.post(f"{FACTORS}authenticate/", {"code": f"00000{number}"})
        # Another browser has no tries of its own, and the password gives none back.
        other, code = signed_in(), code_of(secret, NOON + timedelta(hours=1))
        assert "Réessayez dans 15 minutes" in text(other.post(f"{FACTORS}authenticate/", {"code": code}))
        assert not is_in(other)
        clock.move_to(NOON + timedelta(hours=1, minutes=16))
        later = code_of(secret, NOON + timedelta(hours=1, minutes=16))
        assert other.post(f"{FACTORS}authenticate/", {"code": later}).status_code == 302


def test_a_recovery_code_stands_in_once(nora: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = signed_in()
        add_app(client)
        codes = recovery_codes(client)
        assert len(codes) == 10
        clock.move_to(NOON + timedelta(hours=1))
        first = signed_in()
        assert first.post(f"{FACTORS}authenticate/", {"code": codes[0]}).status_code == 302
        assert is_in(first)
        clock.move_to(NOON + timedelta(hours=2))
        assert signed_in().post(f"{FACTORS}authenticate/", {"code": codes[0]}).status_code == 200


def test_the_link_of_a_forgotten_password_asks_for_the_second_factor(nora: User) -> None:
    add_app(signed_in())
    mail.outbox.clear()
    Client().post("/admin/password_reset/", {"email": nora.email})
    found = re.search(r"/admin/password_reset/confirm/\S+", str(mail.outbox[-1].body))
    assert found
    client = Client()
    form = client.get(found[0], follow=True).request["PATH_INFO"]
    new = {"new_password1": "mont-saint-michel", "new_password2": "mont-saint-michel"}
    assert client.post(form, new)["Location"] == f"{FACTORS}authenticate/"
    assert not is_in(client)


def test_who_publishes_or_administers_must_have_one(nora: User, loire: Cluster, required: None) -> None:
    make_user("eva", loire, "editor")
    User.objects.create_superuser("root", "root@people.example", PASSWORD)
    assert is_in(signed_in("eva")), "an editor may do without"
    for name in ("nora", "root"):
        client = signed_in(name)
        assert client.get(HOME)["Location"] == FACTORS
        assert client.post("/admin/pages/add/news/articlepage/2/", {"title": "Non"})["Location"] == FACTORS
        assert "Votre rôle demande un second facteur" in text(client.get(FACTORS))
    client = signed_in()
    add_app(client)
    assert is_in(client), "who has just made one need not sign in anew"


def test_a_session_from_before_is_asked_for_the_second_factor(nora: User, required: None) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        before = signed_in()
        secret = add_app(signed_in())
        clock.move_to(NOON + timedelta(hours=1))
        before.cookies["sessionid"]["expires"] = ""
        asked = before.get("/admin/account/")
        assert asked["Location"] == f"{FACTORS}reauthenticate/?next=%2Fadmin%2Faccount%2F"
        answer = {"code": code_of(secret, NOON + timedelta(hours=1)), "next": "/admin/account/"}
        assert before.post(asked["Location"], answer)["Location"] == "/admin/account/"
        assert before.get("/admin/account/").status_code == 200


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
    assert signed_in().get(HOME).status_code == 302, "who is not of the demo"
    nora.email = f"nora@{MAIL_DOMAIN}"
    nora.save()
    assert signed_in().get(HOME, headers={"host": "127.0.0.1"}).status_code == status


def test_words_of_tries_hold_no_code(nora: User) -> None:
    add_app(signed_in())
    assert all(re.fullmatch(r"[0-9a-f]{64}", row.key) for row in RecentTries.objects.all())


def test_an_operator_lets_somebody_in_who_lost_the_telephone(nora: User) -> None:
    add_app(signed_in())
    mail.outbox.clear()
    with pytest.raises(CommandError, match="nobody"):
        call_command("forget_second_factor", "nora", "nobody")
    assert not is_in(signed_in()), "nothing was done"
    call_command("forget_second_factor", "nora", stdout=StringIO())
    assert is_in(signed_in())
    assert mail.outbox[-1].to == [nora.email]
    assert "le mot de passe suffit" in str(mail.outbox[-1].body)
