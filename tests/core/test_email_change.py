"""A new address of an account: confirmed from it, told to the old one, and the same answer whoever has it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from clusters.models import Cluster
from fedcms.sign_in.email_change.changes import forget_unconfirmed
from fedcms.sign_in.email_change.mails import security_contact
from fedcms.sign_in.models import EmailChange
from fedcms.users.models import User
from tests.core.second_factor import NOON, SIGN_IN, nora, signed_in, text
from tests.factories import make_user
from tests.factories.people import PASSWORD

__all__ = ["nora"]

pytestmark = pytest.mark.django_db

SCREEN = "/admin/account/email/"
NEW = "nora.petit@people.example"


def asked(client: Client, email: str = NEW) -> str:
    mail.outbox.clear()
    return text(client.post(SCREEN, {"email": email}, follow=True))


def link() -> str:
    found = re.search(rf"{SCREEN}confirm/[\w-]+/", str(mail.outbox[0].body))
    assert found
    return found[0]


def email_of(user: User) -> str:
    return str(User.objects.values_list("email", flat=True).get(pk=user.pk))


def test_nothing_changes_before_the_new_address_has_confirmed(nora: User) -> None:
    old, client = nora.email, signed_in()
    assert "attend d’être confirmée" in asked(client)
    assert [message.to for message in mail.outbox] == [[NEW], [old]]
    assert NEW in str(mail.outbox[1].body)
    address = link()
    assert NEW in text(client.get(address))
    assert email_of(nora) == old, "a program that opens links has opened it"
    mail.outbox.clear()
    assert f"est maintenant {NEW}" in text(client.post(address, follow=True))
    assert email_of(nora) == NEW
    assert [(message.to, message.subject) for message in mail.outbox] == [
        ([old], "L’adresse de votre compte a changé"),
        ([NEW], "Votre compte a cette adresse"),
    ]
    User.objects.filter(pk=nora.pk).update(email=old)
    assert "ne sert plus" in text(client.post(address, follow=True)), "it serves once"
    assert email_of(nora) == old


def test_the_name_to_sign_in_with_stays_and_is_said(nora: User) -> None:
    """Who accepted an invitation has the first address as name, and would type the new one."""
    User.objects.filter(pk=nora.pk).update(username="nora@old.example")
    client = signed_in("nora@old.example")
    assert "reste\u00a0: <bdi>nora@old.example</bdi>" in asked(client)
    address = link()
    mail.outbox.clear()
    said = text(client.post(address, follow=True)).partition("est maintenant")[2]
    assert "nora@old.example" in said.partition("Adresse actuelle")[0]
    assert "reste\u00a0: nora@old.example" in str(mail.outbox[1].body)


def test_who_lost_the_account_is_told_whom_to_write_to(nora: User, settings: Settings) -> None:
    """The link of a forgotten password goes to who took it: "change your password" would be no help."""
    settings.FEDCMS_SECURITY_CONTACT = "mailto:securite@federation.example"
    client = signed_in()
    asked(client)
    assert SCREEN in str(mail.outbox[1].body), "where the change is given up"
    address = link()
    mail.outbox.clear()
    client.post(address)
    alarm = str(mail.outbox[0].body)
    assert "écrivez aussitôt à securite@federation.example" in alarm
    assert "/admin/account/sessions/" in alarm
    settings.FEDCMS_SECURITY_CONTACT = ""
    assert security_contact() == "federation@fedcms.example"


def test_the_account_form_itself_changes_no_address(nora: User) -> None:
    client = signed_in()
    page = text(client.get("/admin/account/"))
    assert 'name="name_email-first_name"' in page
    assert "name_email-email" not in page
    assert SCREEN in page


def test_who_was_in_for_a_while_types_the_password_first(nora: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = signed_in()
        clock.move_to(NOON + timedelta(hours=1))
        mail.outbox.clear()
        answer = client.post(SCREEN, {"email": NEW}, follow=True)
        assert "Est-ce bien vous" in text(answer)
        assert not EmailChange.objects.exists()
        assert mail.outbox == []


def test_the_link_serves_for_a_day(nora: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        asked(signed_in())
        clock.move_to(NOON + timedelta(hours=24, minutes=1))
        client = signed_in()
        assert "ne sert plus" in text(client.get(link()))
        assert "ne sert plus" in text(client.post(link(), follow=True))
        assert email_of(nora) != NEW
        assert forget_unconfirmed() == 1


def test_the_link_is_of_its_account_alone(nora: User, loire: Cluster) -> None:
    eva = make_user("eva", loire, "editor")
    asked(signed_in())
    assert Client().post(link())["Location"].startswith(SIGN_IN)
    for address in (link(), f"{SCREEN}confirm/x/", f"{SCREEN}confirm/{'é' * 300}/"):
        assert "ne sert plus" in text(signed_in("eva").post(address, follow=True))
    assert (email_of(nora), email_of(eva)) == (nora.email, eva.email)


def test_an_address_that_has_an_account_is_answered_as_any_other(nora: User, loire: Cluster) -> None:
    eva = make_user("eva", loire, "editor")
    client = signed_in()
    free, old_told = asked(client, NEW), mail.outbox[1].subject
    taken = asked(client, eva.email.upper())
    stamps = r'value="[^"]{20,}"|"[a-zA-Z0-9]{64}"|\d\d?:\d\d'
    plain = re.sub(stamps, "", taken.replace(eva.email.upper(), NEW))
    assert plain == re.sub(stamps, "", free)
    assert [message.to[0].lower() for message in mail.outbox] == [eva.email, nora.email]
    assert "confirm/" not in str(mail.outbox[0].body)
    assert mail.outbox[1].subject == old_told
    nonce = EmailChange.objects.get().nonce
    assert "ne sert plus" in text(client.post(f"{SCREEN}confirm/{nonce}/", follow=True))
    assert email_of(nora) == nora.email


def test_who_confirms_second_finds_it_taken(nora: User, loire: Cluster) -> None:
    eva = make_user("eva", loire, "editor")
    asked(signed_in())
    of_nora = link()
    asked(signed_in("eva"))
    assert f"est maintenant {NEW}" in text(signed_in("eva").post(link(), follow=True))
    assert "ne sert plus" in text(signed_in().post(of_nora, follow=True))
    assert (email_of(nora), email_of(eva)) == (nora.email, NEW)


@pytest.mark.parametrize(
    ("email", "words"),
    [("nora", "valide"), ("", "error-message"), ("NORA@people.example", "déjà l’adresse de votre compte")],
)
def test_what_is_no_new_address_is_said(nora: User, email: str, words: str) -> None:
    User.objects.filter(pk=nora.pk).update(email="nora@people.example")
    assert words in asked(signed_in(), email)
    assert mail.outbox == []


def test_mails_to_anybody_are_limited_and_a_change_is_given_up(nora: User) -> None:
    client = signed_in()
    for number in range(5):
        asked(client, f"{number}@people.example")
    answer = client.post(SCREEN, {"email": NEW})
    assert answer.status_code == 429
    assert "Réessayez" in text(answer)
    assert "garde son adresse" in text(client.post(SCREEN, {"give_up": "1"}, follow=True))
    assert not EmailChange.objects.exists()


def test_an_administrator_s_change_is_told_to_the_old_address(nora: User) -> None:
    old = nora.email
    asked(signed_in())
    mail.outbox.clear()
    nora.last_name = "Petit"
    nora.save()
    assert mail.outbox == [], "the same address"
    nora.email = "autre@people.example"
    nora.save()
    assert [message.to for message in mail.outbox] == [[old]]
    assert not EmailChange.objects.exists(), "the link that waited would undo it"
    assert signed_in().post(SIGN_IN, {"username": "nora", "password": PASSWORD}).status_code == 302


def typed_about(user: User, **changes: str) -> dict[str, str]:
    """What the form of an account posts."""
    names = {"username": user.username, "first_name": "Nora", "last_name": "Petit", "email": user.email}
    return names | changes


def test_nobody_changes_the_own_address_or_password_where_no_password_is_asked(
    nora: User, django_user_model: type[User]
) -> None:
    """An open browser is not enough, not even a superuser's; of others, they set both as before."""
    root = django_user_model.objects.create_superuser("root", "root@people.example", PASSWORD)
    client = Client()
    client.force_login(root)
    passwords = dict.fromkeys(("password1", "password2"), "mont-saint-michel")
    screen = reverse("wagtailusers_users:edit", args=[root.pk])
    page = text(client.get(screen))
    assert 'name="password1"' not in page
    assert "Ouvrir mon compte" in page.partition('id="id_email-helptext"')[2].partition("</div>")[0]
    answer = client.post(screen, typed_about(root, email=NEW, last_name="Racine", **passwords))
    assert answer.status_code == 302
    root.refresh_from_db()
    assert (root.email, root.last_name) == ("root@people.example", "Racine")
    assert root.check_password(PASSWORD)
    client.post(
        reverse("wagtailusers_users:edit", args=[nora.pk]),
        typed_about(nora, email=NEW, is_active="on", **passwords),
    )
    nora.refresh_from_db()
    assert nora.email == NEW
    assert nora.check_password("mont-saint-michel")
