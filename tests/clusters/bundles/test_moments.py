"""Two at one bundle at the same moment: what one decided, the other finds decided."""

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from clusters.models import Bundle, BundleState
from clusters.publishing.bundles import approval, going_out
from clusters.publishing.bundles.approval import approve, reopen
from clusters.publishing.bundles.locking import members_of, stamp_of
from clusters.publishing.refusal import Refusal
from fedcms.core.tasks.scheduled_publication import publish_due
from news.models import ArticlePage
from tests.clusters.bundles.support import Story
from tests.search.races import Held, shared_database

pytestmark = pytest.mark.database("postgresql")


def test_a_bundle_that_is_going_out_is_not_taken_back_in_part(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The publisher waits for the worker, which is held when the first pages are out, and is told it has appeared."""
    with django_db_blocker.unblock(), shared_database():
        story = Story()
        story.approve()
        told: list[str] = []

        def take_back() -> None:
            try:
                reopen(story.bundle_key, story.publisher)
            except Refusal as refusal:
                told.append(refusal.reason)

        held = Held()
        held.after(monkeypatch, going_out, "_publish_all")
        with story.at(0):
            held.run(publish_due, take_back)
            assert told == ["published"]
            assert Bundle.objects.get(pk=story.bundle_key).state == BundleState.PUBLISHED
            assert story.bundle.published_at <= timezone.now()
            assert Page.objects.filter(pk__in=story.keys.values(), live=True).count() == 3


def test_what_is_typed_while_somebody_approves_is_not_approved_unread(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who approves waits for the form that is being saved, and who saves waits for the approval: each is told."""
    with django_db_blocker.unblock(), shared_database():
        story = Story()
        told: list[str] = []
        shown = stamp_of(story.bundle, members_of(story.bundle))

        def save() -> None:
            address = reverse("wagtailadmin_pages:edit", args=[story.keys["article"]])
            values = {
                "title": "Tapé depuis",
                "slug": "article",
                "summary": "Une phrase.",
                "body": streamfield([]),
            }
            comments = {"comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}}
            story.client(story.editor).post(address, nested_form_data(values | comments))

        def approve_what_was_shown() -> None:
            try:
                approve(story.bundle_key, story.publisher, shown)
            except Refusal as refusal:
                told.append(refusal.reason)

        first = Held()
        first.after(monkeypatch, ArticlePage, "save_revision")
        first.run(save, approve_what_was_shown)
        assert told == ["changed"]
        assert story.page("article").draft_title == "Tapé depuis"

        draft = story.page("article").get_latest_revision_as_object()
        draft.title = "Ce qui est lu"
        draft.save_revision(user=story.editor)
        shown = stamp_of(story.bundle, members_of(story.bundle))
        second = Held()
        second.after(monkeypatch, approval, "refusals_of_members")
        second.run(approve_what_was_shown, save)
        assert told == ["changed"]
        assert story.state() == BundleState.APPROVED
        assert story.page("article").draft_title == "Ce qui est lu"
        assert story.work(0) == {"release", "event", "article"}
