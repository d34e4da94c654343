"""A bundle of a release, its event and an article with its translation; the team, the clock and the screens."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import time_machine
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from clusters.models import Bundle, BundleState, ContentPage
from clusters.publishing.bundles.approval import approve
from clusters.publishing.bundles.composition import add, create
from clusters.publishing.bundles.locking import members_of, stamp_of, stamp_of_form
from fedcms.core.tasks.scheduled_publication import publish_due
from fedcms.users.models import User
from tests.factories import make_article, make_cluster, make_event, make_release, make_user
from tests.factories.translations import translated

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

HOURS = 2


def in_hours(hours: int) -> datetime:
    """A moment to come, to the minute."""
    return (timezone.now() + timedelta(hours=hours)).replace(second=0, microsecond=0)


def publish_now(title: str) -> int:
    """Has the moment of an approved bundle come, and the worker pass; returns how many pages became public."""
    now = timezone.now() - timedelta(minutes=1)
    bundle = Bundle.objects.get(title=title)
    Bundle.objects.filter(pk=bundle.pk).update(moment=now)
    # Its pages were approved for its moment.
    for page in Page.objects.filter(pk__in=bundle.members.values("page")):
        revision = page.scheduled_revision
        content = {**revision.content, "go_live_at": now.isoformat()}
        type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=now, content=content)
    return publish_due()


class Story:
    """What a team does with a bundle."""

    def __init__(self) -> None:
        self.cluster = make_cluster("nord", "NOR")
        self.neighbours = make_cluster("sud", "SUD")
        self.editor = make_user("edith", self.cluster)
        self.publisher = make_user("paul", self.cluster, "publisher")
        self.neighbour = make_user("nadia", self.neighbours, "publisher")
        self.moment = in_hours(HOURS)
        makers = {"release": make_release, "event": make_event, "article": make_article}
        self.keys = {}
        for name, make in makers.items():
            page = make(self.cluster, live=False, title=f"Le {name}", slug=name, owner=self.editor)
            page.save_revision(user=self.editor)
            self.keys[name] = page.pk
        bundle = create(self.cluster, self.editor, "Le plan régional", self.moment)
        self.bundle_key = bundle.pk
        for name in makers:
            add(bundle.pk, self.page(name), self.editor)

    @property
    def bundle(self) -> Bundle:
        """As it is stored."""
        return Bundle.objects.get(pk=self.bundle_key)

    def page(self, name: str) -> ContentPage:
        """A page as it is stored."""
        page: ContentPage = Page.objects.get(pk=self.keys[name]).specific
        return page

    def approve(self) -> None:
        """By the publisher, who has read what there is."""
        approve(self.bundle_key, self.publisher, stamp_of(self.bundle, members_of(self.bundle)))

    def translate(self, name: str = "article") -> None:
        """Into English, ready and approved for the bundle's moment."""
        self.keys[f"{name} in English"] = translated(self.page(name), self.publisher).pk

    def public(self) -> set[str]:
        """Which pages a visitor may open."""
        pages = {name: Page.objects.filter(pk=key).first() for name, key in self.keys.items()}
        visitor = Client()
        return {name for name, page in pages.items() if page and visitor.get(page.url).status_code == 200}

    def at(self, minutes: int) -> time_machine.travel:
        """So many minutes after the moment of the bundle."""
        return time_machine.travel(self.bundle.moment + timedelta(minutes=minutes), tick=True)

    def work(self, minutes: int = 0) -> set[str]:
        """The worker passes so many minutes after the moment; returns what is public then."""
        with self.at(minutes), TestCase.captureOnCommitCallbacks(execute=True):
            publish_due()
            return self.public()

    def state(self) -> BundleState:
        """How far the bundle is."""
        return BundleState(self.bundle.state)

    def client(self, user: User) -> Client:
        """A browser in which a person is signed in."""
        client = Client()
        client.force_login(user)
        return client

    @property
    def url(self) -> str:
        """The bundle's screen."""
        return reverse("bundles:detail", args=[self.bundle_key])

    def press(self, user: User, action: str, **values: object) -> "Answer":
        """Presses a button of the bundle's screen as it stands now."""
        bundle = self.bundle
        sent = {"stamp": stamp_of(bundle, members_of(bundle)), "shown": stamp_of_form(bundle), "sure": "1"}
        with TestCase.captureOnCommitCallbacks(execute=True):
            return self.client(user).post(self.url, {"action": action, **sent, **values})
