"""Who may open the screens of a team, and who changes it: every address, by GET and by POST."""

from collections.abc import Iterator

import pytest
from django.core import mail
from django.test import Client

from clusters.models import Cluster, Federation, Invitation
from clusters.people.teams import team_number
from fedcms.users.models import User
from tests.clusters.answers import shown_messages
from tests.clusters.people.support import groups_of, invitation_form, invited
from tests.factories import make_cluster, make_user
from tests.factories.people import make_translator
from tests.shared_rows import Keep

pytestmark = pytest.mark.django_db

MANAGES, SEES, NOTHING = "manages", "sees", "nothing"
# What each person is to the team of the north, the south and the federation.
PEOPLE: dict[str, tuple[str, str, str]] = {
    "publisher": (MANAGES, NOTHING, NOTHING),
    "editor": (SEES, NOTHING, NOTHING),
    "translator": (NOTHING, NOTHING, NOTHING),
    "federation_publisher": (MANAGES, MANAGES, MANAGES),
    "federation_editor": (NOTHING, NOTHING, SEES),
    "superuser": (MANAGES, MANAGES, MANAGES),
    "stranger": (NOTHING, NOTHING, NOTHING),
    "inactive_publisher": (NOTHING, NOTHING, NOTHING),
    "anonymous": (NOTHING, NOTHING, NOTHING),
}


class World:
    """Two clusters, the federation, and somebody of each kind."""

    def __init__(self) -> None:
        self.north, self.south, self.federation = (
            make_cluster("nord", "NOR"),
            make_cluster("sud", "SUD"),
            Federation.load(),
        )
        self.people: dict[str, User] = {
            "publisher": make_user("publisher", self.north, "publisher"),
            "editor": make_user("editor", self.north),
            "translator": make_translator("translator", "ar", self.north),
            "federation_publisher": make_user("f-publisher", self.federation, "publisher"),
            "federation_editor": make_user("f-editor", self.federation),
            "superuser": User.objects.create_superuser("root", "root@people.example", "x"),
            "stranger": make_user("nobody"),
            "inactive_publisher": make_user("gone", self.north, "publisher"),
        }
        User.objects.filter(username="gone").update(is_active=False)
        boss = self.people["superuser"]
        self.teams: tuple[Cluster | Federation, ...] = (self.north, self.south, self.federation)
        self.members = [make_user(f"member-{number}", owner) for number, owner in enumerate(self.teams)]
        for number, owner in enumerate(self.teams):
            make_user(f"keeper-{number}", owner, "publisher")
        self.invitations = [
            invited(boss, owner, email=f"guest-{number}@people.example")
            for number, owner in enumerate(self.teams)
        ]

    def client(self, who: str) -> Client:
        client = Client()
        if who != "anonymous":
            client.force_login(self.people[who])
        return client


@pytest.fixture(scope="module")
def kept(keep: Keep) -> World:
    """Made once."""
    with keep():
        return World()


@pytest.fixture
def world(kept: World, db: None) -> Iterator[World]:
    """With an empty box of mails."""
    mail.outbox.clear()
    return kept


def _state(world: World, number: int) -> tuple[object, ...]:
    """What a POST of somebody without the right must leave alone."""
    invitation = Invitation.objects.get(pk=world.invitations[number].pk)
    member = User.objects.get(pk=world.members[number].pk)
    return (
        invitation.revoked_at,
        invitation.nonce,
        groups_of(member),
        member.is_active,
        Invitation.objects.count(),
        len(mail.outbox),
    )


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("number", [0, 1, 2])
def test_each_screen_opens_to_those_who_may(world: World, who: str, number: int) -> None:
    relation, client = PEOPLE[who][number], world.client(who)
    team = team_number(world.teams[number])
    member, invitation = world.members[number].pk, world.invitations[number]
    base = f"/admin/people/{team}/"
    seen = client.get(base)
    assert (seen.status_code == 200) is (relation != NOTHING)
    if relation != NOTHING:
        page = seen.content.decode()
        assert f"member-{number}" in page
        # Addresses and moments are for those who manage the team.
        for words in (invitation.email, "Jamais connecté", "Changer le rôle", "Inviter quelqu’un"):
            assert (words in page) is (relation == MANAGES), words
    for address in (f"members/{member}/role/", f"members/{member}/leave/"):
        assert (client.get(base + address).status_code == 200) is (relation == MANAGES), address
    for address in ("resend", "revoke"):
        assert client.get(f"{base}invitations/{invitation.pk}/{address}/").status_code in (405, 302)

    before = _state(world, number)
    posts = {
        f"members/{member}/role/": {"role": "publisher"},
        f"invitations/{invitation.pk}/resend/": {},
        f"members/{member}/leave/": {"successor": User.objects.get(username=f"keeper-{number}").pk},
        f"invitations/{invitation.pk}/revoke/": {},
    }
    for address, form in posts.items():
        answer = client.post(base + address, form)
        assert answer.status_code == 302
        if relation != MANAGES:
            assert _state(world, number) == before, address
    if relation == MANAGES:
        changed = _state(world, number)
        assert changed[0] is not None
        assert changed[1] != before[1]
        assert changed[2] == set()
        assert changed[3] is False
        assert len(mail.outbox) == 1


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("number", [0, 1, 2])
def test_one_invites_into_teams_that_one_manages(world: World, who: str, number: int) -> None:
    relation, client = PEOPLE[who][number], world.client(who)
    offers = client.get("/admin/people/invite/")
    assert (offers.status_code == 200) is (MANAGES in PEOPLE[who])
    before = Invitation.objects.count()
    for role in ("publisher", "editor"):
        client.post(
            "/admin/people/invite/",
            invitation_form(world.teams[number], email=f"{role}@new.example", role=role),
        )
    assert Invitation.objects.count() - before == len(mail.outbox) == (2 if relation == MANAGES else 0)


def test_a_form_that_names_a_team_too_many_invites_into_none(world: World) -> None:
    answer = world.client("publisher").post(
        "/admin/people/invite/", invitation_form(world.north, world.south, email="new@people.example")
    )
    assert answer.status_code == 200
    assert mail.outbox == []


def test_an_invitation_into_more_teams_is_that_of_who_manages_all(world: World) -> None:
    both = invited(world.people["superuser"], world.north, world.south, email="both@people.example")
    address = f"/admin/people/{world.north.pk}/invitations/{both.pk}/revoke/"
    world.client("publisher").post(address)
    assert Invitation.objects.get(pk=both.pk).revoked_at is None
    world.client("federation_publisher").post(address)
    assert Invitation.objects.get(pk=both.pk).revoked_at is not None


def test_members_of_another_team_are_none_of_this_one(world: World) -> None:
    address = f"/admin/people/{world.north.pk}/members/{world.members[1].pk}/leave/"
    for method in ("get", "post"):
        assert getattr(world.client("publisher"), method)(address).status_code == 404


@pytest.mark.parametrize(
    ("who", "leads_to"),
    [
        ("publisher", "/admin/people/invite/"),
        ("federation_publisher", "/admin/people/invite/"),
        ("editor", "/admin/"),
        ("superuser", None),
    ],
)
def test_nobody_but_superusers_makes_accounts_for_others(
    world: World, who: str, leads_to: str | None
) -> None:
    for method in ("get", "post"):
        answer = getattr(world.client(who), method)("/admin/users/new/")
        assert (answer.status_code, answer.headers.get("Location")) == (
            (302, leads_to) if leads_to else (200, None)
        )


def test_the_menu_names_the_team_to_its_members(world: World) -> None:
    for who, shown in (
        ("editor", True),
        ("federation_publisher", True),
        ("superuser", True),
        ("translator", False),
    ):
        assert ('"/admin/people/"' in world.client(who).get("/admin/").content.decode()) is shown, who
    first = world.client("editor").get("/admin/people/")
    assert first.url == f"/admin/people/{world.north.pk}/"


def test_a_role_is_changed_with_its_languages(world: World) -> None:
    member = world.members[0]
    address = f"/admin/people/{world.north.pk}/members/{member.pk}/role/"
    client = world.client("publisher")
    answer = client.post(address, {"role": "translator"})
    assert "Choisissez au moins une langue" in answer.content.decode()
    arabic = {
        locale.language_code: locale.pk for locale in answer.context["form"].fields["locales"].queryset
    }["ar"]
    client.post(address, {"role": "translator", "locales": [arabic]})
    assert groups_of(member) == {"EdTech Nord – traduction : arabe"}
    client.post(address, {"role": "publisher"})
    assert groups_of(member) == {"EdTech Nord – publication"}
    history = client.get(f"/admin/clusters/history/{world.north.pk}/").content.decode()
    assert "Le rôle de member-0 est changé" in history


def test_the_last_who_approves_keeps_the_role(world: World) -> None:
    keepers = [world.people["publisher"], User.objects.get(username="keeper-0")]
    base = f"/admin/people/{world.north.pk}/members"
    client = world.client("superuser")
    assert client.post(f"{base}/{keepers[0].pk}/role/", {"role": "editor"}).status_code == 302
    answer = client.post(f"{base}/{keepers[1].pk}/role/", {"role": "editor"})
    assert "la seule personne qui approuve" in answer.content.decode()
    assert groups_of(keepers[1]) == {"EdTech Nord – publication"}


def test_a_screen_costs_the_same_for_many(world: World, django_assert_max_num_queries: object) -> None:
    client = world.client("publisher")
    address = f"/admin/people/{world.north.pk}/"
    client.get(address)
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(60):
        make_user(f"colleague-{number:02}", world.north)
        if number < 10:
            invited(world.people["publisher"], world.north, email=f"many-{number}@people.example")
    with CaptureQueriesContext(connection) as many:
        page = client.get(address).content.decode()
    assert len(many) <= len(few) + 1
    assert page.count("Changer le rôle") == 50


def test_what_was_done_already_is_said(world: World) -> None:
    client = world.client("publisher")
    address = f"/admin/people/{world.north.pk}/invitations/{world.invitations[0].pk}"
    client.post(f"{address}/revoke/")
    assert "a déjà été révoquée" in shown_messages(client.post(f"{address}/revoke/"))
    assert "a déjà été révoquée" in shown_messages(client.post(f"{address}/resend/"))
    assert mail.outbox == []
