"""Two at one bundle at the same moment: what one decided, the other finds decided."""

import pytest
from django.utils import timezone
from pytest_django import DjangoDbBlocker
from wagtail.models import Page

from clusters.models import Bundle, BundleState
from clusters.publishing.bundles import going_out
from clusters.publishing.bundles.approval import reopen
from clusters.publishing.refusal import Refusal
from fedcms.core.tasks.scheduled_publication import publish_due
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
