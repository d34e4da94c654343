"""Pages are added to a bundle and taken out of it, and what becomes of them then."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import Page

from clusters.models import Bundle, BundleMember
from clusters.publishing.bundles.approval import reopen
from clusters.publishing.bundles.composition import add, delete, take_out
from clusters.publishing.refusal import Refusal
from clusters.publishing.withdrawal.actions import lift, restore, withdraw
from clusters.publishing.withdrawal.selection import open_withdrawal
from clusters.translation.translation_set.moves import move_together
from fedcms.users.models import User
from news.models import NewsIndexPage
from tests.clusters.bundles.support import Story, in_hours
from tests.factories import make_article
from tests.factories.content import section_of

ALL = {"release", "event", "article"}


class TestMembers:
    def test_a_page_that_is_added_to_an_approved_bundle_goes_out_with_it(self, story: Story) -> None:
        story.approve()
        page = make_article(story.cluster, live=False, title="Le dernier", owner=story.editor)
        with pytest.raises(Refusal, match="approuvé"):
            add(story.bundle_key, page, story.editor)
        add(story.bundle_key, page, story.publisher)
        story.keys["last"] = page.pk
        assert story.work() == {*ALL, "last"}

    def test_a_page_that_is_taken_out_is_a_draft_and_the_others_go_out(self, story: Story) -> None:
        story.approve()
        member = BundleMember.objects.get(title="Le article")
        take_out(story.bundle_key, member.pk, story.publisher)
        page = story.page("article")
        assert (page.approved_schedule, page.go_live_at) == (False, None)
        assert story.work() == ALL - {"article"}
        page.get_latest_revision().publish(user=story.publisher)
        assert "article" in story.public()

    def test_only_what_has_not_appeared_and_is_not_decided_is_added(self, story: Story) -> None:
        live = make_article(story.cluster, title="En ligne")
        elsewhere = make_article(story.neighbours, live=False, title="Chez eux")
        later = make_article(story.cluster, live=False, title="Prévue", go_live_at=in_hours(3))
        later.save_revision().publish()
        for page, words in (
            (live, "déjà en ligne"),
            (later, "déjà programmée"),
            (story.page("event"), "déjà dans le lot"),
        ):
            with pytest.raises(Refusal, match=words):
                add(story.bundle_key, page, story.publisher)
        with pytest.raises(PermissionDenied):
            add(story.bundle_key, elsewhere, story.publisher)
        assert BundleMember.objects.count() == 3

    def test_a_deleted_bundle_leaves_drafts(self, story: Story) -> None:
        story.approve()
        with pytest.raises(Refusal, match="approuvé"):
            delete(story.bundle_key, story.publisher)
        reopen(story.bundle_key, story.publisher)
        delete(story.bundle_key, story.editor)
        assert not Bundle.objects.exists()
        story.page("article").get_latest_revision().publish(user=story.publisher)
        assert story.public() == {"article"}

    def test_what_is_withdrawn_and_put_back_before_the_moment_goes_out(self, story: Story) -> None:
        story.approve()
        withdraw(story.page("article"), story.publisher)
        restore(open_withdrawal(story.page("article")), story.page("article"), story.publisher)
        assert story.work() == ALL

    def test_lifting_a_withdrawal_does_not_let_it_out_alone(self, story: Story) -> None:
        story.approve()
        screen = reverse("emergency_withdrawal", args=[story.keys["article"]])
        warned = story.client(story.publisher).get(screen).content.decode()
        assert "empêche tout le lot de paraître" in warned
        withdraw(story.page("article"), story.publisher)
        lift(open_withdrawal(story.page("article")), story.page("article"), story.publisher)
        with pytest.raises(Refusal, match="fait partie du lot"):
            story.page("article").get_latest_revision().publish(user=story.publisher)

    def test_it_is_neither_moved_away_nor_deleted_in_the_admin(self, story: Story) -> None:
        story.approve()
        listing = NewsIndexPage.objects.child_of(section_of(story.neighbours)).get()
        root = User.objects.create_superuser("root", "root@people.example", "a-long-enough-passphrase")
        with pytest.raises(Refusal, match="fait partie du lot"):
            move_together(story.page("article"), listing, root)
        client = story.client(story.publisher)
        key = story.keys["article"]
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
        for address in (
            reverse("wagtailadmin_pages:delete", args=[key]),
            f"{bulk}?id={key}&next={reverse('wagtailadmin_home')}",
        ):
            answer = client.post(address, follow=True)
            assert "fait partie du lot" in answer.content.decode()
            assert story.url in answer.content.decode()
        assert Page.objects.filter(pk=key).exists()
