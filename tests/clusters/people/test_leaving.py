"""Who leaves hands over all of their work in one action, or nothing happens; what they did keeps their name."""

from dataclasses import dataclass

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from wagtail.models import Locale, Page, PageLogEntry

from clusters.models import Cluster, Federation, Invitation
from clusters.people.handover import SHOWN, WorkOfPerson
from clusters.people.leaving import leave
from clusters.people.members import active_publishers, change_role
from clusters.people.teams import groups_of_team
from clusters.publishing.refusal import Refusal
from clusters.translation.models import TranslationAssignment, TranslationJob
from fedcms.users.models import User
from news.models import ArticlePage
from tests.clusters.people.support import groups_of, invited
from tests.factories import make_article, make_cluster, make_user
from tests.factories.people import make_translator

pytestmark = pytest.mark.django_db


@dataclass
class Work:
    """What somebody has in work."""

    draft: ArticlePage
    public: ArticlePage
    reviewed: ArticlePage
    locked: ArticlePage
    elsewhere: ArticlePage
    assignment: TranslationAssignment
    job: TranslationJob
    invitation: Invitation


def make_work(user: User, cluster: Cluster, other: Cluster) -> Work:
    """Something of each kind, and a page in another cluster."""
    draft = make_article(cluster, live=False, title="Brouillon de Nora", owner=user)
    draft.save_revision(user=user)
    reviewed = make_article(cluster, live=False, title="En relecture", owner=user)
    reviewed.save_revision(user=user)
    reviewed.get_workflow().start(reviewed, user)
    locked = make_article(cluster, title="Verrouillée", locked=True, locked_by=user, locked_at=timezone.now())
    public = make_article(cluster, "ar", title="Parue", owner=user)
    arabic = Locale.objects.get(language_code="ar")
    page = make_article(cluster, title="À traduire")
    return Work(
        draft,
        public,
        reviewed,
        locked,
        make_article(other, live=False, title="Ailleurs", owner=user),
        TranslationAssignment.objects.create(page=page, locale=arabic, assignee=user),
        TranslationJob.objects.create(user=user, action="translate", steps=[[page.pk, arabic.pk]]),
        invited(User.objects.get(username="paul"), cluster),
    )


@pytest.fixture
def nora(loire: Cluster) -> User:
    """An editor, beside a publisher."""
    make_user("paul", loire, "publisher")
    return make_user("nora", loire)


def test_all_of_it_is_listed_and_goes_to_one_colleague(loire: Cluster, nora: User) -> None:
    south = make_cluster("sud", "SUD")
    work, paul = make_work(nora, loire, south), User.objects.get(username="paul")
    Invitation.objects.update(invited_by=nora)
    client = Client()
    client.force_login(paul)
    address = f"/admin/people/{loire.pk}/members/{nora.pk}/leave/"
    page = client.get(address).content.decode()
    for words in (
        "Brouillon de Nora",
        "En relecture",
        "Verrouillée",
        "Parue",
        "À traduire → العربية",
        "Traduire",
        "nour@people.example",
        "son compte est fermé",
    ):
        assert words in page, words
    assert "Ailleurs" not in page
    revisions = list(work.draft.revisions.values_list("user", flat=True))
    assert "Choisissez la personne" in client.post(address, {"successor": ""}).content.decode()
    assert client.post(address, {"successor": paul.pk}).status_code == 302

    nora.refresh_from_db()
    assert (groups_of(nora), nora.is_active) == (set(), False)
    owners = {row.title: row.owner for row in Page.objects.filter(owner__in=[nora, paul])}
    assert owners == {"Brouillon de Nora": paul, "En relecture": paul, "Parue": paul, "Ailleurs": nora}
    assert Page.objects.get(pk=work.locked.pk).locked_by == paul
    assert Page.objects.get(pk=work.reviewed.pk).specific.current_workflow_state.requested_by == paul
    for row, name in ((work.assignment, "assignee"), (work.job, "user"), (work.invitation, "invited_by")):
        row.refresh_from_db()
        assert getattr(row, name) == paul
    # History keeps her name.
    assert list(work.draft.revisions.values_list("user", flat=True)) == revisions == [nora.pk]
    started = PageLogEntry.objects.get(page=work.reviewed.pk, action="wagtail.workflow.start")
    assert started.user == nora
    history = client.get(f"/admin/clusters/history/{loire.pk}/").content.decode()
    assert "Départ de nora ; son travail revient à paul" in history


def test_the_account_stays_for_another_team(loire: Cluster, nora: User) -> None:
    south = make_cluster("sud", "SUD")
    assert south.editors_group is not None
    nora.groups.add(south.editors_group)
    paul = User.objects.get(username="paul")
    departure = leave(loire, nora, None, paul)
    nora.refresh_from_db()
    assert (departure.account_is_closed, nora.is_active) == (False, True)
    assert groups_of(nora) == {"EdTech Sud – rédaction"}


def test_a_superusers_account_is_never_closed(loire: Cluster, nora: User) -> None:
    User.objects.filter(pk=nora.pk).update(is_superuser=True)
    nora.refresh_from_db()
    leave(loire, nora, None, User.objects.get(username="paul"))
    assert User.objects.get(pk=nora.pk).is_active


def test_nothing_happens_if_the_colleague_may_not_do_one_thing_of_it(loire: Cluster, nora: User) -> None:
    """A translator into Spanish gets no Arabic translation: no page changes its owner either."""
    work = make_work(nora, loire, make_cluster("sud", "SUD"))
    paul = User.objects.get(username="paul")
    sofia = make_translator("sofia", "es", loire)
    client = Client()
    client.force_login(paul)
    answer = client.post(f"/admin/people/{loire.pk}/members/{nora.pk}/leave/", {"successor": sofia.pk})
    assert "sofia ne peut pas traduire" in answer.content.decode()
    assert Page.objects.get(pk=work.draft.pk).owner == nora
    assert groups_of(nora) == {"EdTech Loire – rédaction"}
    assert User.objects.get(pk=nora.pk).is_active


def test_only_a_colleague_who_is_there_takes_over(loire: Cluster, nora: User) -> None:
    paul = User.objects.get(username="paul")
    gone = make_user("gone", loire)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    for other in (make_user("other", make_cluster("sud", "SUD")), gone, nora):
        with pytest.raises(Refusal, match="n’est pas dans l’équipe"):
            leave(loire, nora, other, paul)
    assert groups_of(nora)


def test_the_last_publisher_leaves_with_a_successor_who_becomes_one(loire: Cluster, nora: User) -> None:
    paul = User.objects.get(username="paul")
    client = Client()
    client.force_login(paul)
    address = f"/admin/people/{loire.pk}/members/{paul.pk}/leave/"
    assert "la seule personne qui approuve" in client.get(address).content.decode()
    assert client.post(address, {"successor": ""}).status_code == 200
    with pytest.raises(Refusal, match="Choisissez"):
        leave(loire, paul, None, paul)
    assert client.post(address, {"successor": nora.pk}).status_code == 302
    assert groups_of(nora) == {"EdTech Loire – rédaction", "EdTech Loire – publication"}
    # Out of the door, and not let in again.
    assert client.get("/admin/").status_code == 302


def test_alone_in_a_team_one_invites_first(loire: Cluster) -> None:
    paul = make_user("paul", loire, "publisher")
    client = Client()
    client.force_login(paul)
    address = f"/admin/people/{loire.pk}/members/{paul.pk}/leave/"
    page = client.get(address).content.decode()
    assert "invitez d’abord quelqu’un" in page
    assert client.post(address).status_code == 200
    assert groups_of(paul)


def test_a_member_of_the_federations_team_leaves_it(federation: Federation) -> None:
    boss, ed = make_user("boss", federation, "publisher"), make_user("ed", federation)
    leave(federation, ed, None, boss)
    assert groups_of(ed) == set()


def test_who_manages_the_team_for_the_federation_reads_no_draft(loire: Cluster, nora: User) -> None:
    """The section is not theirs: they see how much there is, and no title."""
    make_work(nora, loire, make_cluster("sud", "SUD"))
    client = Client()
    client.force_login(make_user("fede", Federation.load(), "publisher"))
    page = client.get(f"/admin/people/{loire.pk}/members/{nora.pk}/leave/").content.decode()
    assert "Brouillons (1)" in page
    for words in (
        "Brouillon de Nora",
        "En relecture<",
        "Verrouillée<",
        "À traduire →",
        "nour@people.example",
    ):
        assert words not in page, words


def test_many_pages_are_counted_and_some_named(loire: Cluster, nora: User) -> None:
    for number in range(SHOWN + 3):
        make_article(loire, live=False, title=f"Brouillon {number}", owner=nora)
    (drafts,) = WorkOfPerson(loire, nora).listed(nora)
    assert (len(drafts.items), drafts.count, drafts.others) == (SHOWN, SHOWN + 3, 3)
    leave(loire, nora, User.objects.get(username="paul"), User.objects.get(username="paul"))
    assert not Page.objects.filter(owner=nora).exists()


ROLES = ("editor", "publisher")
STEP = st.tuples(st.sampled_from(("leave", "demote", "promote")), st.integers(0, 3), st.integers(-1, 3))


class TestSomebodyAlwaysApproves(TestCase):
    """Whatever people do one after the other, a team that had a publisher has one."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cluster = make_cluster("ouest", "OUE")
        cls.boss = User.objects.create_superuser("boss", "boss@people.example", "x")

    @given(first=st.lists(st.sampled_from(ROLES), min_size=1, max_size=4), steps=st.lists(STEP, max_size=8))
    @settings(max_examples=25)
    def test_a_team_keeps_a_publisher(self, first: list[str], steps: list[tuple[str, int, int]]) -> None:
        User.objects.filter(username__startswith="p-").delete()
        people = [make_user(f"p-{number}", self.cluster, role) for number, role in enumerate(first)]  # type: ignore[arg-type]  # the two roles
        had = active_publishers(self.cluster).exists()
        for action, who, other in steps:
            if who >= len(people):
                continue
            user = User.objects.get(pk=people[who].pk)
            successor = User.objects.get(pk=people[other].pk) if 0 <= other < len(people) else None
            before = {each.pk: groups_of(each) for each in people}
            try:
                if action == "leave":
                    leave(self.cluster, user, successor, self.boss)
                else:
                    change_role(
                        self.cluster, user, "publisher" if action == "promote" else "editor", [], self.boss
                    )
            except Refusal:
                assert {each.pk: groups_of(each) for each in people} == before
            had = had or active_publishers(self.cluster).exists()
            assert active_publishers(self.cluster).exists() is had
            # Without a team no account is open.
            for each in User.objects.filter(username__startswith="p-", is_active=True):
                assert each.groups.filter(pk__in=groups_of_team(self.cluster)).exists()
