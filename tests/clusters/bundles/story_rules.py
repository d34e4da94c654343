"""What a team does with the pages of a bundle around its moment: none of them is public, or all of them are."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published

from clusters.models import Bundle, BundleMember
from clusters.publishing.bundles.approval import approve, change, reopen
from clusters.publishing.bundles.composition import add, delete, take_out
from clusters.publishing.bundles.locking import members_of, stamp_of
from clusters.publishing.schedule_move import move_schedule
from clusters.publishing.withdrawal.actions import lift, restore, withdraw
from clusters.publishing.withdrawal.selection import open_withdrawal
from clusters.translation.translation_set.moves import move_together
from events.models import EventPage
from fedcms.core.tasks.scheduled_publication import publish_due
from fedcms.media.models import Consent, FederationImage
from news.models import ArticlePage, NewsIndexPage
from tests.clusters.bundles.story_world import BundleWorld, texts_of
from tests.factories import make_article
from tests.factories.content import section_of
from tests.factories.translations import translated

picks = st.integers(0, 3)
minutes = st.integers(2, 90)
MOST = 5


class Killed(BaseException):
    """The worker is ended in the midst of a publication."""


class BundleStories(BundleWorld):
    """Each rule is one thing that a person or the worker does; who may do everything does it."""

    def teardown(self) -> None:
        """However it went, the bundle is approved at last, and its moment comes."""
        try:
            self.approve_bundle()
            self.moment_comes(2)
            self.all_or_none_is_public()
        finally:
            super().teardown()

    @initialize(start=st.sampled_from(["in preparation", "approved", "a translation", "a translated event"]))
    def begin(self, start: str) -> None:
        if start != "in preparation":
            self.approve_bundle()
        if start.startswith("a translat"):
            self.translate(1 if start.endswith("event") else 2)

    @rule()
    def approve_bundle(self) -> None:
        """For a moment to come, if that of the bundle has passed."""
        bundle = self.bundle
        if bundle is None:
            return
        if bundle.moment <= timezone.now():
            self.reschedule_bundle(30)
        with self.step("approve"):
            bundle = Bundle.objects.get(pk=bundle.pk)
            approve(bundle.pk, self.root, stamp_of(bundle, members_of(bundle)))

    @rule()
    def look(self) -> None:
        """Somebody opens the screen of the bundle, to approve it later."""
        if self.bundle is not None:
            members = members_of(self.bundle)
            self.shown, self.read = stamp_of(self.bundle, members), texts_of(members)

    @rule()
    def approve_what_was_shown(self) -> None:
        if self.bundle is not None:
            with self.step("approve what was shown") as done:
                approve(self.bundle.pk, self.root, self.shown)
            assert not done or texts_of(members_of(self.bundle)) == self.read, "approved unread"

    @rule(after=minutes)
    def reschedule_bundle(self, after: int) -> None:
        if self.bundle is not None:
            with self.step("reschedule"):
                moment = (timezone.now() + timedelta(minutes=after)).replace(second=0, microsecond=0)
                change(self.bundle.pk, self.root, "Un lot", moment)

    @rule()
    def reopen_bundle(self) -> None:
        if self.bundle is not None:
            with self.step("reopen"):
                reopen(self.bundle.pk, self.root)

    @rule(number=picks)
    def take_page_out(self, number: int) -> None:
        member = BundleMember.objects.filter(page=self.page(number)).first()
        if member is not None:
            with self.step("take out"):
                take_out(member.bundle_id, member.pk, self.root)

    @rule(number=picks)
    def add_page(self, number: int) -> None:
        if self.bundle is not None:
            with self.step("add"):
                add(self.bundle.pk, self.page(number), self.root)

    @rule()
    def delete_bundle(self) -> None:
        if self.bundle is not None:
            with self.step("delete the bundle"):
                delete(self.bundle.pk, self.root)

    @rule(number=picks)
    def edit(self, number: int) -> None:
        with self.step("edit"):
            draft = self.page(number).get_latest_revision_as_object()
            draft.summary = f"Version {next(self.numbers)}"
            draft.save_revision(user=self.root)

    @rule(number=picks)
    def autosave(self, number: int) -> None:
        """Writes over the newest version, if it is one's own."""
        page = self.page(number)
        with self.step("autosave"):
            draft = page.get_latest_revision_as_object()
            draft.summary = f"Version {next(self.numbers)}"
            if isinstance(draft, EventPage):
                draft.starts_on += timedelta(days=1)
            draft.save_revision(user=self.root, overwrite_revision=page.latest_revision)

    @rule(number=picks)
    def spoil_translations(self, number: int) -> None:
        """A program leaves what was approved of them unfinished: they follow later, and hold nothing back."""
        for page in self.page(number).get_translations():
            for revision in page.revisions.filter(approved_go_live_at__isnull=False):
                type(revision).objects.filter(pk=revision.pk).update(
                    content={**revision.content, "summary": ""}
                )

    @rule(number=picks, after=st.none() | minutes)
    def publish_alone(self, number: int, after: int | None) -> None:
        page = self.page(number)
        is_bound = self.is_bound(page)
        with self.step("publish alone" if after is None else "schedule alone") as done:
            draft = page.get_latest_revision_as_object()
            draft.go_live_at = after and timezone.now() + timedelta(minutes=after)
            draft.save_revision(user=self.root).publish(user=self.root)
        assert not (done and is_bound), "a page went apart from its bundle"

    @rule(number=picks, after=minutes)
    def reschedule_alone(self, number: int, after: int) -> None:
        page = self.page(number)
        is_bound = self.is_bound(page)
        with self.step("reschedule alone") as done:
            move_schedule(page, timezone.now() + timedelta(minutes=after), self.root)
        assert not (done and is_bound)

    @rule(number=picks)
    def cancel_by_program(self, number: int) -> None:
        """A script goes past everything: the bundle must notice."""
        self.page(number).revisions.update(approved_go_live_at=None)

    @rule(number=picks)
    def unpublish(self, number: int) -> None:
        with self.step("unpublish"):
            UnpublishPageAction(self.page(number), user=self.root).execute()

    @rule(number=picks, is_restored=st.booleans())
    def withdraw_or_end(self, number: int, is_restored: bool) -> None:
        page = self.page(number)
        withdrawal = open_withdrawal(page)
        with self.step("withdraw" if withdrawal is None else "end a withdrawal"):
            if withdrawal is None:
                withdraw(page, self.root)
            else:
                (restore if is_restored else lift)(withdrawal, page, self.root)

    @rule(number=picks, is_home=st.booleans(), by_program=st.booleans())
    def move(self, number: int, is_home: bool, by_program: bool) -> None:
        cluster = self.told.cluster if is_home else self.told.neighbours
        page = self.page(number)
        listing = NewsIndexPage.objects.child_of(section_of(cluster)).get()
        if page.get_parent().pk != listing.pk and isinstance(page, ArticlePage):
            with self.step("move"):
                move_together(page, listing, None if by_program else self.root)

    @rule(number=picks)
    def restrict_or_open(self, number: int) -> None:
        page = self.page(number)
        with self.step("restrict or open"):
            found = PageViewRestriction.objects.filter(page=page)
            if not found.delete()[0]:
                PageViewRestriction.objects.create(page=page, restriction_type="login")

    @precondition(lambda self: len(self.keys) < MOST)
    @rule(number=picks, keeps_live=st.booleans())
    def copy(self, number: int, keeps_live: bool) -> None:
        page, made = self.page(number), []
        with self.step("copy"):
            slug = {"slug": f"copie-{next(self.numbers)}"}
            made.append(
                CopyPageAction(
                    page, to=page.get_parent(), update_attrs=slug, keep_live=keeps_live, user=self.root
                ).execute()
            )
        self.keys += [page.pk for page in made if Page.objects.filter(pk=page.pk).exists()]

    @rule(number=picks)
    def translate(self, number: int) -> None:
        page = self.page(number)
        if not page.get_translations().exists():
            with self.step("translate"):
                translated(page, self.root)

    @precondition(lambda self: len(self.keys) > 2)
    @rule(number=picks)
    def delete_page(self, number: int) -> None:
        page = self.page(number)
        with self.step("delete a page"):
            page.delete()
            self.keys.remove(page.pk)
            # So that another one may be deleted.
            self.keys.append(make_article(self.told.cluster, live=False, title="Une autre").pk)

    @rule(is_given=st.booleans())
    def ask_consent(self, is_given: bool) -> None:
        consent = "" if is_given else Consent.MISSING
        FederationImage.objects.filter(pk=self.image).update(consent=consent)

    @rule(seconds=st.sampled_from([-2, 0, 2, 90]))
    def moment_comes(self, seconds: int) -> None:
        """Just before, at or after the moment of the bundle; the worker passes."""
        self.wait(seconds)
        self.work()

    @rule()
    def worker_is_killed(self) -> None:
        """In the midst of what is due; the next one goes on."""
        self.wait(2)
        count: list[Page] = []

        def kill(sender: type, instance: Page, **kwargs: object) -> None:
            count.append(instance)
            if instance.live and len(count) > 1:
                raise Killed

        page_published.connect(kill)
        try:
            with transaction.atomic():
                publish_due()
        except Killed:
            self.outcomes["killed"] = self.outcomes.get("killed", 0) + 1
        finally:
            page_published.disconnect(kill)
