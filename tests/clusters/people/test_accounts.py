"""An invitation of an address that has an account: whose it is has to be shown, and nobody else learns of it."""

import pytest
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.test import Client
from django.utils import timezone

from clusters.models import Cluster
from clusters.people.addresses import is_same_address
from fedcms.users.models import User
from tests.clusters.answers import shown_messages
from tests.clusters.people.support import (
    ANSWER,
    JOIN,
    PAGE,
    PASSWORD,
    groups_of,
    invitation_form,
    invited,
    last_token,
    opened,
)
from tests.factories import make_cluster, make_user

pytestmark = pytest.mark.django_db


def test_an_address_with_an_account_joins_with_it(north: Cluster, paul: User) -> None:
    """In whatever case the address is typed, and without another password."""
    south = make_cluster("sud", "SUD")
    nora = make_user("nora", south)
    invitation = invited(paul, north, email="NORA@People.example", role="publisher")
    assert mail.outbox[-1].to == [nora.email] == [invitation.email]
    status, page = opened(last_token())
    assert status == 200
    assert "Vous avez déjà un compte, <bdi>nora</bdi>" in page
    # To open it changes nothing, and the form of a new account makes none.
    assert opened(last_token(), **ANSWER)[0] == 200
    assert groups_of(nora) == {"EdTech Sud – rédaction"}
    before = User.objects.count()
    # Anybody may write her address into their account: it takes its password.
    for password in ({}, {"password": ""}, {"password": "a-wrong-passphrase"}):
        status, page = opened(last_token(), answer="join", **password)
        assert (status, 'name="password"' in page) == (200, True)
    assert groups_of(nora) == {"EdTech Sud – rédaction"}
    assert opened(last_token(), **JOIN)[0] == 302
    assert User.objects.count() == before
    assert groups_of(nora) == {"EdTech Sud – rédaction", "EdTech Nord – publication"}
    assert opened(last_token(), **JOIN)[0] == 410


def test_who_is_signed_in_joins_without_a_password(north: Cluster, paul: User) -> None:
    nora = make_user("nora", make_cluster("sud", "SUD"))
    invited(paul, north, email=nora.email)
    client = Client()
    client.force_login(nora)
    page = client.post(PAGE, {"token": last_token()})
    assert 'name="password"' not in page.text
    assert client.post(PAGE, {"token": last_token(), "answer": "join"}).status_code == 302
    assert "EdTech Nord – rédaction" in groups_of(nora)


def test_another_account_with_the_same_address_gets_nothing(north: Cluster, paul: User) -> None:
    """It may have been used later: the person proves which one is hers."""
    nora = make_user("nora", make_cluster("sud", "SUD"))
    thief = make_user("thief", make_cluster("est", "EST"))
    User.objects.filter(pk=thief.pk).update(email=nora.email, last_login=timezone.now())
    User.objects.filter(pk=thief.pk).update(password=make_password("the-thief-s-own-passphrase"))
    before = groups_of(thief)
    invited(paul, north, email=nora.email, role="publisher")
    signed_in_as_thief = Client()
    signed_in_as_thief.force_login(paul)
    assert signed_in_as_thief.post(PAGE, {"token": last_token(), "answer": "join"}).status_code == 200
    assert opened(last_token(), **JOIN)[0] == 302
    assert groups_of(thief) == before
    assert "EdTech Nord – publication" in groups_of(nora)


def test_nobody_learns_by_inviting_whether_an_address_has_an_account(north: Cluster, paul: User) -> None:
    make_user("nora", make_cluster("sud", "SUD"))
    client = Client()
    client.force_login(paul)
    answers = [
        client.post("/admin/people/invite/", invitation_form(north, email=email))
        for email in ("nora@people.example", "nobody@people.example")
    ]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert len({shown_messages(answer).partition("\u2068")[0] for answer in answers}) == 1


def test_an_account_that_was_made_meanwhile_is_used(north: Cluster, paul: User) -> None:
    invited(paul, north)
    opened(last_token())
    made = User.objects.create_user("nour", "nour@people.example", PASSWORD)
    status, page = opened(last_token(), **ANSWER)
    assert (status, "vous gardez son mot de passe" in page) == (200, True)
    assert groups_of(made) == set()
    opened(last_token(), answer="join", password=PASSWORD)
    assert groups_of(made) == {"EdTech Nord – rédaction"}


def test_a_closed_account_says_whom_to_ask(north: Cluster, paul: User) -> None:
    nora = make_user("nora")
    User.objects.filter(pk=nora.pk).update(is_active=False)
    invited(paul, north, email=nora.email)
    for answer in ({}, {"answer": "join"}, ANSWER):
        status, page = opened(last_token(), **answer)
        assert (status, "Votre compte est fermé" in page) == (403, True)
    assert groups_of(nora) == set()


def test_a_member_is_not_invited_again(north: Cluster, paul: User) -> None:
    nora = make_user("nora", north)
    client = Client()
    client.force_login(paul)
    answer = client.post(
        "/admin/people/invite/", invitation_form(north, email=nora.email.upper(), role="publisher")
    )
    assert "déjà dans l’équipe" in answer.content.decode()
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Nour@People.Example", "nour@people.example", True),
        ("nour@écoles.example", "nour@e\u0301coles.example", True),
        ("\u212aim@people.example", "kim@people.example", False),
        ("m\u0131ke@people.example", "mike@people.example", False),
        ("nour@people.example", "nora@people.example", False),
    ],
)
def test_addresses_are_compared_as_mailboxes(first: str, second: str, same: bool) -> None:
    assert is_same_address(first, second) is same


def test_an_account_whose_address_only_looks_the_same_gets_no_rights(north: Cluster, paul: User) -> None:
    imposter = User.objects.create_user("imposter", "\u212aim@people.example", PASSWORD)
    invited(paul, north, email="kim@people.example")
    assert mail.outbox[-1].to == ["kim@people.example"]
    opened(last_token(), **ANSWER)
    assert groups_of(imposter) == set()
    assert User.objects.filter(email="kim@people.example").count() == 1


def test_two_people_with_one_user_name_both_get_one(north: Cluster, paul: User) -> None:
    User.objects.create_user("nour@people.example", "other@people.example", PASSWORD)
    invited(paul, north)
    opened(last_token(), **ANSWER)
    assert User.objects.get(email="nour@people.example").username == "nour@people.example-2"
