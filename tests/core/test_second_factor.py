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
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client

from clusters.models import Cluster
from fedcms.demo.accounts import MAIL_DOMAIN
from fedcms.users.models import User
from tests.clusters.test_media_rights import document
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
    form = client.get(f"{FACTORS}totp/activate/", follow=True)
    if "Est-ce bien vous" in text(form):
        proof = {"password": PASSWORD, "next": f"{FACTORS}totp/activate/"}
        form = client.post(f"{FACTORS}password/", proof, follow=True)
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


def is_in_as_demo(user: User) -> bool:
    """Whether somebody with an address of the demo gets in without a second factor."""
    User.objects.filter(pk=user.pk).update(email=f"nora@{MAIL_DOMAIN}")
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return is_in(client)


def test_the_password_alone_opens_no_account_that_has_an_app(nora: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        secret = add_app(signed_in())
        assert [message.subject for message in mail.outbox] == [
            "Une application de codes protège votre compte"
        ]
        assert mail.outbox[0].to == [nora.email]
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


def test_a_closed_account_is_not_let_in_while_its_code_is_waited_for(nora: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        secret = add_app(signed_in())
        clock.move_to(NOON + timedelta(hours=1))
        client = signed_in()
        User.objects.filter(pk=nora.pk).update(is_active=False)
        code = code_of(secret, NOON + timedelta(hours=1))
        answer = client.post(f"{FACTORS}authenticate/", {"code": code}, follow=True)
        assert answer.request["PATH_INFO"] == SIGN_IN
        assert "ne s’ouvre pas ainsi" in text(answer)


def test_who_signs_in_over_somebody_else_is_not_them(nora: User, loire: Cluster) -> None:
    make_user("eva", loire, "editor")
    add_app(signed_in())
    client = signed_in("eva")
    asked = client.post(SIGN_IN, {"username": "nora", "password": PASSWORD})
    assert asked["Location"] == f"{FACTORS}authenticate/"
    assert "Second facteur" in text(client.get(asked["Location"]))
    assert not is_in(client), "neither as nora nor as eva"
    client.get(SIGN_IN)
    assert client.get(asked["Location"]).status_code == 302, "who goes back begins anew"


@pytest.mark.parametrize("typed", ["{0} {1}", "{0}-{1}", " {0}.{1} ", "arabic"])
def test_a_code_is_taken_as_people_write_it_and_once(nora: User, typed: str) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        secret = add_app(signed_in())
        clock.move_to(NOON + timedelta(hours=1))
        code = code_of(secret, NOON + timedelta(hours=1))
        arabic = code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
        written = arabic if typed == "arabic" else typed.format(code[:3], code[3:])
        assert signed_in().post(f"{FACTORS}authenticate/", {"code": written}).status_code == 302
        cache.clear()  # that of another process
        assert "a déjà servi" in text(signed_in().post(f"{FACTORS}authenticate/", {"code": code}))


def test_too_many_codes_are_told_to_the_person_once(nora: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        add_app(signed_in())
        clock.move_to(NOON + timedelta(hours=1))
        mail.outbox.clear()
        client = signed_in()
        answers = [client.post(f"{FACTORS}authenticate/", {"code": "1"}).status_code for _number in range(7)]
        assert answers == [200] * 5 + [429] * 2
        assert [message.to for message in mail.outbox] == [[nora.email]]
        for hours in (2, 3, 4):
            clock.move_to(NOON + timedelta(hours=hours))
            again = signed_in()
            answers += [
                again.post(f"{FACTORS}authenticate/", {"code": "1"}).status_code for _number in range(5)
            ]
        clock.move_to(NOON + timedelta(hours=5))
        assert signed_in().post(f"{FACTORS}authenticate/", {"code": "1"}).status_code == 429, "20 a day"
        nora.set_password(PASSWORD)
        nora.save()
        assert signed_in().post(f"{FACTORS}authenticate/", {"code": "1"}).status_code == 200


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
