"""A second factor at the sign-in: a code of an app or a recovery code, each of which serves once, within limits."""

import re
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.translation import override
from wagtail.users.models import UserProfile

from clusters.models import Cluster
from fedcms.sign_in.second_factor.notices import tell_forgotten
from fedcms.users.models import User
from tests.core.second_factor import (
    FACTORS,
    HOME,
    NOON,
    SIGN_IN,
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


def test_mails_are_in_the_language_of_the_person_not_of_the_browser(nora: User) -> None:
    assert UserProfile.get_for_user(nora).preferred_language == ""
    mail.outbox.clear()
    with override("en"):
        tell_forgotten(nora)
    assert mail.outbox[0].subject == "Votre second facteur est retiré"


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


def test_who_has_been_in_for_a_while_types_the_password_before_adding_a_factor(nora: User) -> None:
    client = Client()
    client.force_login(nora, "django.contrib.auth.backends.ModelBackend")
    asked = client.get(f"{FACTORS}totp/activate/", follow=True)
    assert asked.request["PATH_INFO"] == f"{FACTORS}password/"
    assert "Est-ce bien vous" in text(asked)
    wrong = client.post(f"{FACTORS}password/", {"password": "faux"})
    assert "Ce n’est pas ce mot de passe" in text(wrong)
    add_app(client)
    assert is_in(client)
