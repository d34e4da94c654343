"""Two people, or one with two clicks, at the same moment: the second waits, and finds what the first did."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from clusters.models import Cluster
from clusters.people import acceptance, invitations
from clusters.people.tokens import token_of
from fedcms.users.models import User
from tests.clusters.people.support import ANSWER, groups_of, invited, opened
from tests.factories import make_cluster, make_user
from tests.search.races import Held, shared_database

pytestmark = pytest.mark.database("postgresql")


@pytest.fixture(scope="module")
def clusters(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[Cluster]]:
    """Two clusters that every connection sees."""
    with django_db_blocker.unblock(), shared_database():
        yield [make_cluster("nord", "NOR"), make_cluster("sud", "SUD")]


@pytest.fixture(autouse=True)
def db(clusters: list[Cluster]) -> None:
    """Instead of one transaction around each test."""


def test_one_link_twice_makes_one_member(clusters: list[Cluster], monkeypatch: pytest.MonkeyPatch) -> None:
    paul = make_user("paul", clusters[0], "publisher")
    token = token_of(invited(paul, clusters[0], email="twice@people.example"))
    answers: list[int] = []
    held = Held()
    held.after(monkeypatch, acceptance, "account_of")

    def accept() -> None:
        answers.append(opened(token, **ANSWER)[0])

    held.run(accept, accept)
    assert sorted(answers) == [302, 410]
    (user,) = User.objects.filter(email="twice@people.example")
    assert groups_of(user) == {"EdTech Nord – rédaction"}


def test_two_links_of_one_address_make_one_account(
    clusters: list[Cluster], monkeypatch: pytest.MonkeyPatch
) -> None:
    boss = User.objects.create_superuser("root", "root@people.example", "x")
    tokens = [token_of(invited(boss, cluster, email="both@people.example")) for cluster in clusters]
    held = Held()
    held.after(monkeypatch, acceptance, "free_username")
    held.run(lambda: opened(tokens[0], **ANSWER), lambda: opened(tokens[1], **ANSWER))
    (user,) = User.objects.filter(email="both@people.example")
    # The second is asked whether she joins with the account that the first made.
    opened(tokens[1], answer="join", password=ANSWER["password1"])
    assert groups_of(user) == {"EdTech Nord – rédaction", "EdTech Sud – rédaction"}


def test_two_publishers_who_invite_one_address_invite_it_once(
    clusters: list[Cluster], monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [make_user(name, clusters[0], "publisher") for name in ("pia", "pol")]
    held = Held()
    held.after(monkeypatch, invitations, "reason_not_to_invite")
    refused: list[str] = []

    def invite(user: User) -> None:
        try:
            invited(user, clusters[0], email="once@people.example")
        except invitations.Refusal as refusal:
            refused.append(str(refusal))

    held.run(lambda: invite(people[0]), lambda: invite(people[1]))
    assert len(refused) == 1
    assert "en attente" in refused[0]
