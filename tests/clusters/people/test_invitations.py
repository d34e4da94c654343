"""A colleague is invited by mail, chooses her own password, and is in the team: once, in time, and nobody else."""

import json
import logging
import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from clusters.models import Cluster, Federation, Invitation
from clusters.people.invitations import (
    LinkProblem,
    LinkRefused,
    invitation_of,
    resend,
    revoke,
)
from clusters.people.tokens import read_token, token_of
from clusters.tasks import prune_invitations
from fedcms.users.models import User
from tests.clusters.answers import shown_messages
from tests.clusters.people.support import (
    ANSWER,
    LINK,
    PAGE,
    PASSWORD,
    groups_of,
    invitation_form,
    invited,
    last_token,
    make_expired,
    opened,
)
from tests.factories import make_cluster, make_user

pytestmark = pytest.mark.django_db


def test_a_colleague_is_invited_signs_in_and_is_in_the_team(north: Cluster, paul: User) -> None:
    client = Client()
    client.force_login(paul)
    answer = client.post("/admin/people/invite/", invitation_form(north, language="ar"))
    assert answer.status_code == 302
    assert "nour@people.example" in shown_messages(answer)
    (sent,) = mail.outbox
    assert sent.to == ["nour@people.example"]
    assert sent.reply_to == [paul.email]
    assert "اتحاد" in sent.body, "not in her language"

    visitor = Client()
    page = visitor.post(PAGE, {"token": last_token()})
    assert 'lang="ar"' in page.content.decode()
    assert page.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    made = visitor.post(PAGE, {"token": last_token(), **ANSWER})
    assert made.url == "/admin/login/"
    user = User.objects.get(email="nour@people.example")
    assert (user.get_full_name(), user.check_password(PASSWORD)) == ("Nour Haddad", True)
    assert groups_of(user) == {"EdTech Nord – rédaction"}
    assert UserProfile.objects.get(user=user).preferred_language == "ar"
    assert visitor.post("/admin/login/", {"username": user.username, "password": PASSWORD}).url == "/admin/"
    assert visitor.get("/admin/").status_code == 200


def test_the_link_has_the_sites_own_address_and_no_secret_reaches_a_server_by_address(
    north: Cluster, paul: User, settings: object, caplog: pytest.LogCaptureFixture
) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://edtech.example"  # type: ignore[attr-defined]
    with caplog.at_level(logging.DEBUG):
        invited(paul, north)
        found = LINK.search(str(mail.outbox[-1].body))
        assert found is not None
        assert found[1] == "https://edtech.example/admin/invitation/"
        opened(last_token())
        opened("x" + last_token())
        opened(last_token(), **ANSWER)
    assert last_token() not in caplog.text
    assert "localhost" not in mail.outbox[-1].body
    # The page sends it on in its own body only, and another site learns nothing of it.
    answer = Client().get(PAGE)
    assert answer.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_a_link_serves_once(north: Cluster, paul: User) -> None:
    invited(paul, north)
    token = last_token()
    assert opened(token, **ANSWER)[0] == 302
    status, page = opened(token)
    assert status == 410
    assert "a déjà été acceptée" in page
    assert "/admin/login/" in page
    assert opened(token, **ANSWER)[0] == 410
    assert User.objects.filter(email="nour@people.example").count() == 1


def test_it_serves_until_its_moment_and_not_at_it(north: Cluster, paul: User) -> None:
    invitation = invited(paul, north)
    token, end = last_token(), invitation.expires_at
    assert end - invitation.invited_at > timedelta(days=6, hours=23)
    assert invitation_of(token, end - timedelta(microseconds=1)) == invitation
    for moment in (end, end + timedelta(days=1)):
        with pytest.raises(LinkRefused) as refused:
            invitation_of(token, moment)
        assert refused.value.problem is LinkProblem.EXPIRED
    make_expired(invitation)
    for answer in ({}, ANSWER):
        status, page = opened(token, **answer)
        assert status == 410
        assert "de la renvoyer" in page
    assert not User.objects.filter(email="nour@people.example").exists()


def test_a_revoked_link_and_one_that_was_sent_before_say_so(north: Cluster, paul: User) -> None:
    invitation = invited(paul, north)
    first = last_token()
    resend(invitation, paul)
    second = last_token()
    assert first != second
    assert "le lien du courriel le plus récent" in opened(first)[1]
    assert opened(second)[0] == 200
    revoke(invitation, paul)
    for answer in ({}, ANSWER):
        status, page = opened(second, **answer)
        assert (status, "a été révoquée" in page) == (410, True)


def test_sent_again_an_expired_one_has_its_full_time(north: Cluster, paul: User) -> None:
    invitation = invited(paul, north)
    make_expired(invitation)
    resend(invitation, paul)
    again_ = Invitation.objects.get(pk=invitation.pk)
    assert again_.expires_at > timezone.now() + timedelta(days=6)
    assert opened(last_token(), **ANSWER)[0] == 302


@given(position=st.integers(0, 200), letter=st.sampled_from("abcXYZ019-_."))
def test_no_other_secret_opens_it(position: int, letter: str) -> None:
    """One letter more or another: not ours."""
    token = token_of(Invitation(pk=7, nonce="nonce"))
    at = position % len(token)
    for changed in (token[:at] + letter + token[at + 1 :], token[:at], token + letter):
        if changed != token:
            assert read_token(changed) is None
    assert read_token(f" https://edtech.example/admin/invitation/#{token}\n") == (7, "nonce")


def test_a_secret_that_we_did_not_sign_tells_nothing(north: Cluster, paul: User) -> None:
    invited(paul, north)
    for token in ("", "1-nonce.abc", last_token()[:-1], "\x00", "é"):
        status, page = opened(token)
        assert status == 400
        assert "n’est pas de nous" in page
        assert "nour@" not in page


def test_addresses_are_not_kept_for_ever(north: Cluster, paul: User) -> None:
    old, ended, new = (invited(paul, north, email=f"{name}@people.example") for name in ("a", "b", "c"))
    for invitation, days in ((old, 91), (ended, 89)):
        Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() - timedelta(days=days))
    assert prune_invitations() == 1
    assert set(Invitation.objects.all()) == {ended, new}
    assert prune_invitations() == 0


def test_what_was_typed_is_kept_when_the_password_is_weak(north: Cluster, paul: User) -> None:
    invited(paul, north)
    for typed in (
        {"password1": "court", "password2": "court"},
        {"password2": "autre-chose-de-long"},
        {"last_name": ""},
    ):
        status, page = opened(last_token(), **{**ANSWER, **typed})
        assert status == 200
        assert 'value="Nour"' in page
        assert PASSWORD not in page
        assert "w-field__errors" in page
    status, page = opened(
        last_token(), **{**ANSWER, "password1": "nour@people.example", "password2": "nour@people.example"}
    )
    assert status == 200
    assert not User.objects.filter(email="nour@people.example").exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"email": "pas une adresse"}, "email"),
        ({"email": "\u212aim@people.example"}, "email"),
        ({"teams": []}, "teams"),
        ({"role": "translator"}, "locales"),
        ({"role": "superuser"}, "role"),
        ({"language": "xx"}, "language"),
    ],
)
def test_a_form_with_a_mistake_keeps_the_rest(
    north: Cluster, paul: User, typed: dict[str, object], field: str
) -> None:
    client = Client()
    client.force_login(paul)
    answer = client.post("/admin/people/invite/", invitation_form(north, **typed))
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    page = answer.content.decode()
    assert f'value="{typed.get("email", "nour@people.example")}"' in page
    assert mail.outbox == []


def test_the_same_form_twice_is_one_invitation_and_one_mail(north: Cluster, paul: User) -> None:
    client = Client()
    client.force_login(paul)
    form = invitation_form(north)
    assert [client.post("/admin/people/invite/", form).status_code for _ in range(2)] == [302, 302]
    assert Invitation.objects.count() == len(mail.outbox) == 1
    # A new form for the same address is told what to do instead.
    answer = client.post("/admin/people/invite/", form | {"form_key": str(uuid.uuid4())})
    assert "en attente" in answer.content.decode()
    assert Invitation.objects.count() == 1


def test_a_link_of_somebody_who_no_longer_invites_is_void(north: Cluster, paul: User) -> None:
    invited(paul, north)
    token = last_token()
    paul.groups.remove(north.publishers_group)
    assert opened(token, **ANSWER)[0] == 410
    paul.groups.add(north.publishers_group)
    assert opened(token)[0] == 200
    User.objects.filter(pk=paul.pk).update(is_active=False)
    assert opened(token, **ANSWER)[0] == 410
    assert not User.objects.filter(email="nour@people.example").exists()


def test_the_history_says_who_joined_and_as_what(north: Cluster, paul: User) -> None:
    invited(paul, north)
    opened(last_token(), **ANSWER)
    entry = ModelLogEntry.objects.get(action="clusters.team.join")
    assert (entry.data["role"], entry.object_id) == ("editor", str(north.pk))


def test_a_translator_translates_and_nothing_else(north: Cluster, paul: User) -> None:
    invited(paul, north, role="translator", locales=("ar", "es"))
    assert "العربية" in mail.outbox[-1].body
    opened(last_token(), **ANSWER)
    user = User.objects.get(email="nour@people.example")
    assert groups_of(user) == {
        "EdTech Nord – traduction : arabe",
        "EdTech Nord – traduction : espagnol",
    }


def test_the_federation_invites_into_several_teams_at_once(north: Cluster, federation: Federation) -> None:
    south = make_cluster("sud", "SUD")
    fred = make_user("fred", federation, "publisher")
    invited(fred, north, south, federation, role="publisher")
    opened(last_token(), **ANSWER)
    user = User.objects.get(email="nour@people.example")
    assert groups_of(user) == {
        "EdTech Nord – publication",
        "EdTech Sud – publication",
        "Fédération – publication",
    }


def test_a_team_that_is_gone_invites_nobody(paul: User) -> None:
    fred = make_user("fred", Federation.load(), "publisher")
    passing = make_cluster("passage", "PAS")
    invited(fred, passing)
    from clusters.sections.removal import dissolve  # noqa: PLC0415

    dissolve(passing)
    assert "a été révoquée" in opened(last_token(), **ANSWER)[1]


def test_the_mail_is_stored_with_the_invitation(north: Cluster, paul: User, settings: object) -> None:
    """One transaction: no invitation without its mail."""
    from fedcms.core.models import OutgoingMail  # noqa: PLC0415
    from fedcms.settings.base import EMAIL_BACKEND, TASKS  # noqa: PLC0415

    settings.EMAIL_BACKEND, settings.TASKS = EMAIL_BACKEND, TASKS  # type: ignore[attr-defined]
    invited(paul, north)
    (row,) = OutgoingMail.objects.all()
    assert "nour@people.example" in json.dumps(row.content)
