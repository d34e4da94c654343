"""A new password opens its account at once, whoever sets it, and whoever goes on trying the old one."""

import re
from datetime import timedelta
from io import StringIO
from unittest.mock import Mock

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fedcms.sign_in import views
from fedcms.sign_in.models import ForgottenPassword
from fedcms.sign_in.tasks import forget_unsent, send_reset
from fedcms.users.models import User
from tests.core.test_sign_in_limits import FORGOTTEN, SIGN_IN, sign_in
from tests.factories import make_user
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db

OFFICE, NEW = "192.0.2.77", "une autre longue phrase"


@pytest.fixture
def nora() -> User:
    """Somebody with an account, which opens the admin."""
    user = make_user("nora")
    user.is_superuser = True
    user.save()
    return user


def attack() -> None:
    """A stranger takes whatever tries there are, each from another address."""
    for number in range(6):
        last = sign_in("nora", address=f"198.51.100.{number}")
    assert last.status_code == 429


def link_of_last_mail() -> str:
    found = re.search(r"https?://[^/\s]+(/admin/password_reset/confirm/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_who_resets_is_let_in_while_the_account_is_attacked_and_the_office_is_at_its_limit(
    nora: User,
) -> None:
    for number in range(21):
        sign_in(f"colleague{number}", address=OFFICE)
    client = Client(REMOTE_ADDR=OFFICE)
    attack()
    client.post(FORGOTTEN, {"email": "nora@people.example"})
    attack()
    form = client.get(link_of_last_mail())["Location"]
    attack()
    done = client.post(form, {"new_password1": NEW, "new_password2": NEW})
    attack()
    assert done["Location"] == "/admin/"
    assert client.get(SIGN_IN)["Location"] == "/admin/", "she is in: the form has nothing to ask"
    assert client.session.get_expire_at_browser_close()
    assert sign_in("nora", NEW).status_code == 429, "the attack goes on"
    make_user("paul")
    assert sign_in("paul", PASSWORD, OFFICE).status_code == 302, "her office is not at its limit any more"


def test_the_link_of_an_account_that_was_closed_meanwhile_does_not_serve(nora: User) -> None:
    client = Client()
    client.post(FORGOTTEN, {"email": "nora@people.example"})
    User.objects.update(is_active=False)
    assert client.get(link_of_last_mail()).status_code == 200, "no form, but that the link does not serve"


def test_a_password_that_a_superuser_sets_releases_the_account(nora: User) -> None:
    paul = make_user("paul")
    for number in range(6):
        sign_in("paul", address=f"198.51.100.{number}")
    chief = Client()
    chief.force_login(nora)
    form = {
        "username": "paul",
        "email": paul.email,
        "first_name": "Paul",
        "last_name": "P",
        "is_active": "on",
    }
    address = reverse("wagtailusers_users:edit", args=[paul.pk])
    assert chief.post(address, form | {"password1": "", "password2": ""}).status_code == 302
    assert sign_in("paul", PASSWORD).status_code == 429, "nothing new was set"
    assert chief.post(address, form | {"password1": NEW, "password2": NEW}).status_code == 302
    assert sign_in("paul", NEW).status_code == 302


def test_the_operator_releases_an_account_and_hears_of_a_name_that_there_is_not(nora: User) -> None:
    attack()
    with pytest.raises(CommandError, match="No account is called so: nara"):
        call_command("forget_tries", "nora", "nara")
    assert sign_in("nora", PASSWORD).status_code == 429
    call_command("forget_tries", "nora", stdout=StringIO())
    assert sign_in("nora", PASSWORD).status_code == 302


def test_what_is_typed_by_who_forgot_a_password_stays_in_no_task(
    nora: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail.outbox.clear()
    queue = Mock()
    monkeypatch.setattr(views, "send_reset", queue)
    for address in ("nora@people.example", "nobody@people.example"):
        assert Client().post(FORGOTTEN, {"email": address}).status_code == 302
    assert "@" not in str(queue.mock_calls)
    for call in queue.enqueue.call_args_list * 2:
        send_reset.func(*call.args)
    assert [each.to for each in mail.outbox] == [["nora@people.example"]], "a task that runs twice mails once"
    assert not ForgottenPassword.objects.exists()
    Client().post(FORGOTTEN, {"email": "nora@people.example"})
    assert forget_unsent() == 0
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        assert forget_unsent() == 1
