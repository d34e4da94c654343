"""Who approves in a cluster of one: nobody waits for somebody who is not there, and each is told who reviews."""

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from wagtail.models import GroupApprovalTask, PageLogEntry

from clusters.models import Cluster, Federation
from clusters.sections.rights_check import deviations
from fedcms.core.pages.publication import NotPublished
from fedcms.users.models import User
from news.models import ArticlePage
from tests.clusters.answers import shown_messages
from tests.clusters.publishing.world import loaded, make_world
from tests.factories import make_article, make_cluster, make_user

pytestmark = pytest.mark.django_db

SUBMIT = 'name="action-submit"'


def task_of(cluster: Cluster) -> GroupApprovalTask:
    """The cluster's task of approval."""
    return GroupApprovalTask.objects.get(workflow_tasks__workflow=cluster.workflow)


def approvers(cluster: Cluster) -> set[str]:
    """The names of the groups whose members approve."""
    return set(task_of(cluster).groups.values_list("name", flat=True))


def draft_of(cluster: Cluster, user: User) -> ArticlePage:
    """A draft with its revision."""
    page = make_article(cluster, live=False, title="Une permanence", owner=user)
    page.save_revision(user=user)
    return page


def submitted(page: ArticlePage, user: User) -> ArticlePage:
    """The page in review."""
    page.get_workflow().start(page, user)
    return ArticlePage.objects.get(pk=page.pk)


def editor_of(user: User, page: ArticlePage) -> str:
    """What the editor of a page shows a person."""
    client = Client()
    client.force_login(user)
    return client.get(f"/admin/pages/{page.pk}/edit/").content.decode()


def approve(page: ArticlePage, user: User) -> Client:
    """A person presses the button of the last approval."""
    client = Client()
    client.force_login(user)
    state = ArticlePage.objects.get(pk=page.pk).current_workflow_task_state
    client.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]))
    return client


OWN, BOTH = {"EdTech Loire – publication"}, {"EdTech Loire – publication", "Fédération – publication"}


def test_an_editor_alone_is_reviewed_by_the_federation(loire: Cluster, federation: Federation) -> None:
    fred = make_user("fred", federation, "publisher")
    nora = make_user("nora", loire)
    page = draft_of(loire, nora)
    shown = editor_of(nora, page)
    assert SUBMIT in shown
    assert "Relecture par la fédération (\u2068fred\u2069)" in shown
    client = Client()
    client.force_login(nora)
    assert (
        "Relecture par la fédération"
        in client.get(f"/admin/pages/add/news/articlepage/{page.get_parent().pk}/").content.decode()
    )

    page = submitted(page, nora)
    assert ["fred@people.example"] in [sent.to for sent in mail.outbox]
    boss = Client()
    boss.force_login(fred)
    assert page.title in boss.get("/admin/").content.decode()
    assert "Approuver et publier" in editor_of(fred, page)
    approve(page, fred)
    page.refresh_from_db()
    assert page.live
    assert (
        PageLogEntry.objects.filter(page=page.pk, action="wagtail.workflow.approve", user=fred).count() == 1
    )


def test_the_federations_editors_and_other_clusters_do_not(loire: Cluster, federation: Federation) -> None:
    make_user("fred", federation, "publisher")
    nora = make_user("nora", loire)
    page = submitted(draft_of(loire, nora), nora)
    for other in (
        make_user("fay", federation),
        make_user("pia", make_cluster("sud", "SUD"), "publisher"),
        nora,
    ):
        approve(page, other)
        page.refresh_from_db()
        assert not page.live, other


def test_the_federation_publishes_nothing_that_it_did_not_approve(
    loire: Cluster, federation: Federation
) -> None:
    fred, nora = make_user("fred", federation, "publisher"), make_user("nora", loire)
    page = draft_of(loire, nora)
    with pytest.raises(NotPublished):
        page.get_latest_revision().publish(user=fred)
    page = submitted(page, nora)
    with pytest.raises(NotPublished):
        page.get_latest_revision().publish(user=fred)
    assert not ArticlePage.objects.get(pk=page.pk).live


def test_the_first_publisher_takes_over_and_the_last_gives_back(
    loire: Cluster, federation: Federation
) -> None:
    assert approvers(loire) == BOTH
    paul = make_user("paul", loire, "publisher")
    assert approvers(loire) == OWN
    # From either side, by a form of accounts, by a query, and when the account is deleted.
    group = Group.objects.get(pk=loire.publishers_group_id)
    for close, opens in (
        (paul.groups.clear, lambda: paul.groups.add(group)),
        (lambda: group.user_set.remove(paul), lambda: group.user_set.add(paul)),
        (group.user_set.clear, lambda: group.user_set.set([paul])),
    ):
        close()
        assert approvers(loire) == BOTH
        opens()
        assert approvers(loire) == OWN
    paul.is_active = False
    paul.save()
    assert approvers(loire) == BOTH
    paul.is_active = True
    paul.save()
    assert approvers(loire) == OWN
    User.objects.filter(pk=paul.pk).update(is_active=False)
    nora = make_user("nora", loire)
    submitted(draft_of(loire, nora), nora)
    assert approvers(loire) == BOTH
    assert deviations() == []


def test_check_rights_knows_it(loire: Cluster, federation: Federation) -> None:
    paul = make_user("paul", loire, "publisher")
    User.objects.filter(pk=paul.pk).update(is_active=False)
    assert any("“Fédération – publication” may not approve" in each for each in deviations())
    call_command("check_rights", fix=True, verbosity=0)
    assert approvers(loire) == BOTH


def test_what_waits_meanwhile_is_approved_by_who_is_there_by_then(
    loire: Cluster, federation: Federation
) -> None:
    fred, nora = make_user("fred", federation, "publisher"), make_user("nora", loire)
    page = submitted(draft_of(loire, nora), nora)
    paul = make_user("paul", loire, "publisher")
    approve(page, fred)
    page.refresh_from_db()
    assert not page.live
    approve(page, paul)
    page.refresh_from_db()
    assert page.live


def test_the_only_publisher_publishes_and_is_not_asked_to_review(loire: Cluster) -> None:
    paul = make_user("paul", loire, "publisher")
    page = draft_of(loire, paul)
    shown = editor_of(paul, page)
    assert SUBMIT not in shown
    assert 'name="action-publish"' in shown
    assert "Relecture par" not in shown
    client = Client()
    client.force_login(paul)
    created = client.get(f"/admin/pages/add/news/articlepage/{page.get_parent().pk}/").content.decode()
    assert SUBMIT not in created
    make_user("pia", loire, "publisher")
    assert SUBMIT in editor_of(paul, page)


def test_an_editor_is_told_the_names_of_the_reviewers(loire: Cluster) -> None:
    make_user("paul", loire, "publisher")
    nora = make_user("nora", loire)
    page = draft_of(loire, nora)
    assert "Relecture par \u2068paul\u2069." in editor_of(nora, page)
    for number in range(5):
        make_user(f"pol-{number}", loire, "publisher")
    assert "\u2068paul\u2069, \u2068pol-0\u2069, \u2068pol-1\u2069 et 3 autres" in editor_of(nora, page)


def test_the_message_after_submitting_names_them() -> None:
    world = make_world()
    make_user("pia", world.cluster, "publisher")
    form = world.form(world.draft, **{"action-submit": "1"}, **loaded(world.draft))
    answer = world.as_publisher().post(world.edit_url(world.draft), form)
    assert "Relecture par \u2068pia\u2069." in shown_messages(answer)


def test_without_anybody_the_writer_is_told_whom_to_ask(loire: Cluster) -> None:
    nora = make_user("nora", loire)
    assert "Personne n’approuve encore ici" in editor_of(nora, draft_of(loire, nora))


class TestWhoApproves(TestCase):
    """Whatever happens to the people of a cluster, those who approve are as it stands."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cluster = make_cluster("ouest", "OUE")

    @given(
        st.lists(
            st.tuples(st.sampled_from(("join", "leave", "close", "open")), st.integers(0, 2)), max_size=10
        )
    )
    @settings(max_examples=25)
    def test_the_federation_approves_if_and_only_if_nobody_there_does(
        self, steps: list[tuple[str, int]]
    ) -> None:
        people = [make_user(f"p-{number}") for number in range(3)]
        group = Group.objects.get(pk=self.cluster.publishers_group_id)
        for action, number in steps:
            person = people[number]
            if action in ("join", "leave"):
                (person.groups.add if action == "join" else person.groups.remove)(group)
            else:
                person.is_active = action == "open"
                person.save()
            there = group.user_set.filter(is_active=True).exists()
            federation = Federation.load().publishers_group
            wanted = {group.name} if there or federation is None else {group.name, federation.name}
            assert approvers(self.cluster) == wanted
