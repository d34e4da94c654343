"""The log of security events: who did what to which account, when and from where; no secret; erased in time."""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from fedcms.sign_in import limits
from fedcms.sign_in.models import SecurityEvent
from fedcms.sign_in.security_log.record import erase_old
from fedcms.users.models import User
from tests.core.second_factor import FACTORS, SIGN_IN, add_app, nora, recovery_codes, root, signed_in
from tests.factories.people import PASSWORD

__all__ = ["nora", "root"]

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "mont-saint-michel"


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """What the logger says."""
    said: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda line: said.append(line.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("fedcms.security")
    logger.addHandler(handler)
    yield said
    logger.removeHandler(handler)


def kinds_about(user: User) -> list[str]:
    return list(SecurityEvent.objects.filter(about=user).order_by("pk").values_list("kind", flat=True))


def test_a_sign_in_is_recorded_with_its_address_and_no_secret(
    nora: User,
    lines: list[str],
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    SecurityEvent.objects.all().delete()
    client = Client(REMOTE_ADDR="203.0.113.77")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(SIGN_IN, {"username": "nora", "password": PASSWORD})
        assert not lines, "what may be undone is not said yet"
    event = SecurityEvent.objects.get()
    assert (event.kind, event.about, event.actor, event.address) == ("signed_in", nora, nora, "203.0.113.77")
    line = json.loads(lines[-1])
    assert line["at"].endswith("+00:00")
    assert (line["event"], line["about"], line["address"]) == ("signed_in", nora.pk, "203.0.113.77")
    assert "nora" not in lines[-1], "a number, no name"


def test_a_limit_that_is_reached_is_recorded_once_for_an_address(nora: User) -> None:
    for number in range(9):
        Client().post(SIGN_IN, {"username": "nora", "password": f"faux {number}"})
    assert kinds_about(nora).count("limit_reached") == 1
    assert "faux" not in str(list(SecurityEvent.objects.values()))
    Client(REMOTE_ADDR="203.0.113.77").post(SIGN_IN, {"username": "NORA", "password": "faux"})
    assert kinds_about(nora).count("limit_reached") == 1, "of one account, from another address"


def test_another_spelling_hides_no_account(nora: User) -> None:
    for number in range(5):
        Client().post(SIGN_IN, {"username": "nora", "password": f"faux {number}"})
    Client().post(SIGN_IN, {"username": "ＮORA", "password": "faux"})
    assert kinds_about(nora).count("limit_reached") == 1


def test_codes_that_are_tried_with_the_right_password_are_recorded(nora: User) -> None:
    add_app(signed_in())
    browser = signed_in()
    # Not hidden by what was recorded of the same address a moment ago.
    for _try in range(6):
        Client().post(SIGN_IN, {"username": "personne", "password": "faux"})
    for number in range(7):
        browser.post(f"{FACTORS}authenticate/", {"code": f"00000{number}"})
    assert kinds_about(nora).count("codes_refused") == 1


def test_a_flood_from_many_addresses_fills_no_log(nora: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "REFUSALS_RECORDED", 3)
    for number in range(5):
        for _try in range(6):
            Client(REMOTE_ADDR=f"203.0.113.{number}").post(
                SIGN_IN, {"username": f"personne-{number}", "password": "faux"}
            )
    assert SecurityEvent.objects.filter(kind="limit_reached").count() == 3


def test_a_new_password_is_recorded_and_told_to_the_person(nora: User) -> None:
    mail.outbox.clear()
    nora.set_password(NEW_PASSWORD)
    nora.save()
    assert kinds_about(nora)[-1] == "password_changed"
    assert [(message.to, message.subject) for message in mail.outbox] == [
        ([nora.email], "Le mot de passe de votre compte a changé")
    ]
    assert NEW_PASSWORD not in str(mail.outbox[0].body) + str(list(SecurityEvent.objects.values()))
    mail.outbox.clear()
    nora.save()
    assert mail.outbox == [], "a save that sets none"


def test_a_new_password_with_a_new_address_is_told_to_the_former_one(nora: User) -> None:
    mail.outbox.clear()
    former, nora.email = nora.email, "autre@people.example"
    nora.set_password(NEW_PASSWORD)
    nora.save()
    told = [message.to for message in mail.outbox if "mot de passe" in message.subject]
    assert told == [[former]]


def test_second_factors_and_recovery_codes_are_recorded(nora: User, root: User) -> None:
    client = signed_in()
    add_app(client)
    codes = recovery_codes(client)
    signed_in().post(f"{FACTORS}authenticate/", {"code": codes[0]})
    client.post(f"{FACTORS}totp/deactivate/")
    found = kinds_about(nora)
    assert [kind for kind in found if "factor" in kind or "code" in kind] == [
        "factor_added",
        "recovery_code_used",
        "factor_removed",
    ]
    assert codes[0] not in str(list(SecurityEvent.objects.values()))


def test_administrators_are_told_when_somebody_s_factor_is_removed_by_another(nora: User, root: User) -> None:
    add_app(signed_in())
    mail.outbox.clear()
    call_command("forget_second_factor", "nora", verbosity=0)
    assert {message.to[0] for message in mail.outbox} == {nora.email, root.email}
    assert kinds_about(nora)[-1] == "factor_removed"


def test_rights_are_recorded_from_either_side(nora: User, root: User) -> None:
    group = Group.objects.create(name="Relecture")
    SecurityEvent.objects.all().delete()
    admin = Client()
    admin.force_login(root)
    nora.groups.add(group)
    nora.groups.remove(group)
    group.user_set.add(nora)
    group.user_set.clear()
    nora.groups.add()
    events = SecurityEvent.objects.filter(about=nora).order_by("pk")
    assert (
        list(events.values_list("kind", "detail"))
        == [
            ("rights_given", "Relecture"),
            ("rights_taken", "Relecture"),
        ]
        * 2
    )


def test_a_group_s_own_screen_and_its_end_are_recorded(nora: User, root: User) -> None:
    group = Group.objects.create(name="Relecture")
    group.user_set.add(nora)
    SecurityEvent.objects.all().delete()
    admin = Client()
    admin.force_login(root)
    page = admin.get(f"/admin/groups/edit/{group.pk}/")
    fields = BeautifulSoup(page.content, "html.parser").select("input[name$=_FORMS]")
    form: dict[str, object] = {"name": "Relecture"} | {
        str(each["name"]): str(each["value"]) for each in fields
    }
    admin.post(f"/admin/groups/edit/{group.pk}/", form | {"name": "Relectures"})
    assert not SecurityEvent.objects.filter(kind="group_changed").exists(), "a name gives no right"
    for changed in (
        {
            "page_permissions-TOTAL_FORMS": "1",
            "page_permissions-0-page": str(Page.objects.get(depth=1).pk),
            "page_permissions-0-permissions": ["publish_page"],
        },
        {"permissions": [str(Permission.objects.get(codename="access_admin").pk)]},
    ):
        assert admin.post(f"/admin/groups/edit/{group.pk}/", form | changed).status_code == 302
        event = SecurityEvent.objects.get(kind="group_changed")
        assert (event.actor, event.detail) == (root, "Relecture")
        event.delete()
    admin.post(f"/admin/groups/delete/{group.pk}/")
    assert kinds_about(nora) == ["rights_taken"]


def test_who_becomes_an_administrator_is_told_to_all_of_them(nora: User, root: User) -> None:
    mail.outbox.clear()
    nora.is_superuser = True
    nora.save()
    assert {message.to[0] for message in mail.outbox} == {nora.email, root.email}
    assert "« nora » vient de recevoir tous les droits" in str(mail.outbox[0].body)
    mail.outbox.clear()
    User.objects.create_superuser("second", "second@people.example", PASSWORD)
    assert {message.to[0] for message in mail.outbox} == {nora.email, root.email}, "not who is new"
    mail.outbox.clear()
    nora.is_active = False
    nora.save(update_fields=["is_active"])
    assert mail.outbox == []
    nora.is_active = True
    nora.save(update_fields=["is_active"])
    assert root.email in {message.to[0] for message in mail.outbox if "rouvert" in message.subject}
    nora.is_superuser = False
    nora.save(update_fields=["is_superuser"])
    assert [kind for kind in kinds_about(nora) if "rights" in kind][-2:] == ["rights_given", "rights_taken"]


def test_accounts_that_come_close_and_go_are_recorded(nora: User, root: User) -> None:
    assert kinds_about(nora)[0] == "account_created"
    nora.is_active = False
    nora.save(update_fields=["is_active"])
    nora.is_active, nora.email = True, "autre@people.example"
    nora.save()
    admin = Client()
    admin.force_login(root)
    admin.post(f"/admin/bulk/users/user/set_active_state/?id={nora.pk}", {"mark_as_active": "False"})
    assert kinds_about(nora)[-4:] == ["account_closed", "email_changed", "account_opened", "account_closed"]
    assert SecurityEvent.objects.latest("pk").actor == root
    number = nora.pk
    nora.delete()
    gone = SecurityEvent.objects.latest("pk")
    assert (gone.kind, gone.detail) == ("account_deleted", f"#{number}")
    assert "nora" not in str(list(SecurityEvent.objects.values())), "nothing of who is gone"


def test_sessions_that_are_ended_are_recorded(nora: User) -> None:
    signed_in().post("/admin/account/sessions/", {"others": "1"})
    assert kinds_about(nora)[-1] == "sessions_ended"


def test_addresses_are_erased_before_events_and_both_in_time(nora: User, settings: object) -> None:
    SecurityEvent.objects.all().delete()
    now = timezone.now()
    for days in (1, 31, 366):
        SecurityEvent.objects.create(
            kind="signed_in", about=nora, address="203.0.113.77", at=now - timedelta(days=days)
        )
    assert erase_old() == 3
    assert list(SecurityEvent.objects.order_by("-at").values_list("address", flat=True)) == [
        "203.0.113.77",
        "",
    ]
