"""Who makes, changes and approves a bundle on its screens, and what is said there and on the dashboard."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clusters.models import Bundle, BundleState, Federation
from clusters.publishing.bundles.composition import add
from fedcms.users.models import User
from tests.clusters.bundles.support import Story
from tests.factories import make_article, make_user
from tests.factories.people import make_translator
from tests.shared_rows import again

TYPED = "28/11/2041 09:00"


class TestATeam:
    def test_makes_a_bundle_from_a_page_and_asks_for_its_approval(self, story: Story) -> None:
        page = make_article(story.cluster, live=False, title="Un autre", owner=story.editor)
        client = story.client(story.editor)
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        choose = reverse("bundles:choose", args=[page.pk])
        assert choose in client.get(edit).content.decode()
        shown = client.get(choose).content.decode()
        assert "Le plan régional" in shown
        new = f"{reverse('bundles:new')}?page={page.pk}"
        assert new in shown
        past = client.post(new, {"team": story.cluster.pk, "title": "Un lot", "moment": "28/11/2001 09:00"})
        assert past.status_code == 400
        assert "moment de diffusion est passé" in past.content.decode()
        client.post(new, {"team": story.cluster.pk, "title": "Un lot", "moment": TYPED})
        bundle = Bundle.objects.get(title="Un lot")
        assert [member.title for member in bundle.members.all()] == ["Un autre"]
        assert (bundle.cluster, bundle.created_by) == (story.cluster, story.editor)
        address = reverse("bundles:detail", args=[bundle.pk])
        screen = client.get(address).content.decode()
        assert 'value="approve"' not in screen
        client.post(address, {"action": "ask"})
        assert mail.outbox[-1].to == [story.publisher.email]
        assert address in mail.outbox[-1].body
        home = story.client(story.publisher).get(reverse("wagtailadmin_home")).content.decode()
        assert address in home
        assert "à approuver" in home

    def test_approves_moves_reopens_and_is_told_what_became_of_it(self, story: Story) -> None:
        response = story.press(story.publisher, "approve")
        assert response.status_code == 302
        assert story.state() == BundleState.APPROVED
        assert (
            "Paraît avec 2 autres pages"
            in story.client(story.editor)
            .get(reverse("wagtailadmin_pages:edit", args=[story.keys["event"]]))
            .content.decode()
        )
        history = reverse("wagtailadmin_pages:history", args=[story.keys["event"]])
        assert "Approuvée avec le lot" in story.client(story.editor).get(history).content.decode()
        story.press(story.publisher, "change", title="Le plan", moment=TYPED)
        assert timezone.localtime(story.bundle.moment).year == 2041
        assert story.page("event").go_live_at == story.bundle.moment
        story.press(story.publisher, "reopen")
        assert story.state() == BundleState.DRAFT
        assert not story.page("event").approved_schedule

    def test_is_refused_with_the_reasons_of_each_page_and_what_was_typed_stays(self, story: Story) -> None:
        draft = story.page("release").get_latest_revision_as_object()
        draft.summary = ""
        draft.save_revision(user=story.editor, clean=False)
        response = story.press(story.publisher, "approve")
        assert response.status_code == 400
        shown = response.content.decode()
        assert "Rien n’a été fait" in shown
        assert "Le release" in shown
        assert "Chapô" in shown
        typed = story.press(story.editor, "change", title="Un nom tapé", moment="demain")
        assert typed.status_code == 400
        assert "Un nom tapé" in typed.content.decode()
        assert story.bundle.title == "Le plan régional"
        for action in ("nothing", "add", "take_out"):
            assert story.press(story.editor, action, page="7", member="x").status_code == 400

    def test_what_was_held_is_on_the_dashboard_of_the_whole_team(self, story: Story) -> None:
        story.approve()
        story.page("event").revisions.update(approved_go_live_at=None)
        story.work()
        for user in (story.editor, story.publisher):
            home = story.client(user).get(reverse("wagtailadmin_home")).content.decode()
            assert "Le plan régional" in home
            assert "rien n’a paru" in home
        screen = story.client(story.editor).get(story.url).content.decode()
        assert "sa programmation a été annulée" in screen
        assert "Le plan régional" not in (
            story.client(story.neighbour).get(reverse("wagtailadmin_home")).content.decode()
        )


class TestWhoMay:
    def test_an_editor_decides_nothing_that_is_approved(self, story: Story) -> None:
        assert story.press(story.editor, "approve").status_code in (302, 403)
        assert story.state() == BundleState.DRAFT
        story.approve()
        member = story.bundle.members.earliest("pk").pk
        for action in ("reopen", "take_out", "change", "delete"):
            story.press(story.editor, action, member=member, title="Autre", moment=TYPED)
        assert story.state() == BundleState.APPROVED
        assert story.bundle.members.count() == 3
        assert story.bundle.moment == story.moment

    @pytest.mark.parametrize("who", ["a neighbour", "a translator", "the federation"])
    def test_nobody_else_sees_it(self, story: Story, who: str) -> None:
        person: User = {
            "a neighbour": lambda: story.neighbour,
            "a translator": lambda: make_translator("tara", "ar", story.cluster),
            "the federation": lambda: make_user("fred", Federation.load(), "publisher"),
        }[who]()
        client = story.client(person)
        choose = reverse("bundles:choose", args=[story.keys["event"]])
        for address in (story.url, choose, f"{reverse('bundles:new')}?page={story.keys['event']}"):
            assert client.get(address).status_code in (302, 403)
        assert "Le plan régional" not in client.get(reverse("bundles:index"), follow=True).content.decode()
        before = Bundle.objects.values_list().get()
        for action in ("approve", "ask", "change", "delete", "take_out"):
            story.press(person, action, title="Autre", moment=TYPED)
        assert Bundle.objects.values_list().get() == before

    def test_nobody_makes_one_for_another_team(self, story: Story) -> None:
        client = story.client(story.editor)
        typed = {"team": story.neighbours.pk, "title": "Un lot", "moment": TYPED}
        assert client.post(reverse("bundles:new"), typed).status_code in (200, 400)
        assert not Bundle.objects.filter(title="Un lot").exists()


def test_a_screen_makes_as_many_queries_with_more_pages(story: Story) -> None:
    client = story.client(story.publisher)
    client.get(story.url)

    def queries(address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    addresses = (story.url, reverse("bundles:index"))
    before = [queries(address) for address in addresses]
    for number in range(5):
        page = make_article(story.cluster, live=False, title=f"Page {number}", owner=story.editor)
        add(story.bundle_key, page, story.editor)
        make_article(story.cluster, live=False, title=f"Brouillon {number}", owner=story.editor)
        Bundle.objects.create(
            cluster=story.cluster, title=f"Lot {number}", moment=story.moment + timedelta(hours=number)
        )
    assert [queries(address) for address in addresses] == before
    assert again(story.bundle).members.count() == 8
