"""The pages of a bundle about which stories are told, and what must be seen of them after each step."""

from datetime import timedelta
from typing import ClassVar

from django.test import Client
from django.utils import timezone
from hypothesis.stateful import invariant
from wagtail.models import Page

from clusters.models import Bundle, BundleMember, BundleState
from clusters.publishing.bundles.locking import members_of
from events.models import EventPage
from fedcms.core.tasks.scheduled_publication import expire_due, publish_due
from fedcms.users.models import User
from tests.clusters.bundles.support import Story
from tests.told_stories import ToldStories


def texts_of(members: list[BundleMember]) -> list[object]:
    """What there is to read of the pages, but not when they appear."""
    newest = [member.page.specific.get_latest_revision() for member in members if member.page is not None]
    return [{**each.content, "go_live_at": None} for each in newest if each is not None]


class BundleWorld(ToldStories):
    """A bundle, a visitor, and the worker."""

    told: ClassVar[Story]
    root: ClassVar[User]
    image: ClassVar[int]

    def __init__(self) -> None:
        super().__init__()
        self.keys = list(self.told.keys.values())
        self.shown = ""
        self.read: list[object] = []
        self.visitor = Client()

    @property
    def bundle(self) -> Bundle | None:
        return Bundle.objects.filter(pk=self.told.bundle_key).first()

    def page(self, number: int) -> Page:
        return Page.objects.get(pk=self.keys[number % len(self.keys)]).specific

    def is_bound(self, page: Page) -> bool:
        """Whether the page is in a bundle that has not appeared."""
        return BundleMember.objects.filter(translation_key=page.translation_key, is_open=True).exists()

    def wait(self, seconds: int) -> None:
        if self.bundle is not None:
            until = self.bundle.moment + timedelta(seconds=seconds)
            self.traveller.shift(max(until - timezone.now(), timedelta()))

    def work(self) -> None:
        """One pass of the worker: what was due and approved is out, or held."""
        with self.step("work"):
            publish_due()
            expire_due()
        bundle = self.bundle
        if bundle is None or bundle.moment >= timezone.now():
            return
        assert not bundle.is_approved, "a bundle is late"

    @invariant()
    def all_or_none_is_public(self) -> None:
        for bundle in Bundle.objects.all():
            keys = list(bundle.members.values_list("translation_key", flat=True))
            public = Page.objects.filter(translation_key__in=keys, live=True)
            if bundle.state != BundleState.PUBLISHED:
                assert list(public) == [], "a page was there before the others"
                for page in Page.objects.filter(translation_key__in=keys):
                    assert self.visitor.get(page.url_path).status_code == 404
        self.each_that_came_out_came_with_the_others()

    def each_that_came_out_came_with_the_others(self) -> None:
        """Right after the publication; later each page is a page as any other."""
        bundle = self.bundle
        if bundle is None or bundle.state != BundleState.PUBLISHED or bundle.pk in self.seen_out:
            return
        self.seen_out.add(bundle.pk)
        for member in members_of(bundle):
            assert member.page is not None
            assert self.visitor.get(member.page.url_path).status_code == 200
            page = member.page.specific
            for other in member.page.get_translations().filter(live=True).specific():
                assert not isinstance(page, EventPage) or other.starts_on == page.starts_on
        self.outcomes["went out"] = self.outcomes.get("went out", 0) + 1

    @property
    def seen_out(self) -> set[int]:
        found: set[int] = vars(self).setdefault("_seen_out", set())
        return found
