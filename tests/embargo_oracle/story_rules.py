"""What a team does with a release around its moment, by what the admin's views call."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, PageViewRestriction

from clusters.co_signatures.requests import answer, ask
from clusters.co_signatures.signed_text import digest_of_text
from clusters.models import Cluster
from clusters.publishing.schedule_move import move_schedule
from clusters.translation.translation_set.moves import move_together
from news.models import PressReleasePage
from tests.clusters.publishing.world import client_of
from tests.embargo_oracle.bundle_rules import BundleRules
from tests.embargo_oracle.clock import worker_passes
from tests.embargo_oracle.sentinels import words_in
from tests.embargo_oracle.story_world import Story
from tests.factories.content import parent_for
from tests.factories.translations import translated

picks = st.integers(0, 3)
minutes = st.integers(5, 90)
MOST = 3
STARTS = ("draft", "scheduled", "another version", "with its translation", "in a bundle", "signed by two")


class Stories(BundleRules):
    """Each rule is one thing that a person or the worker does."""

    def pick(self, number: int) -> Story:
        return self.stories[number % len(self.stories)]

    def save(self, story: Story, **values: object) -> None:
        """Saves a draft with a new title; a text that another cluster was asked about stays as it is."""
        draft, was_named = self.content(story), story.draft in story.named
        if not story.is_asked():
            draft.title = self.new_word()
        for name, value in values.items():
            setattr(draft, name, value)
        draft.save_revision(user=self.people["editor"])
        (story.draft,), story.moment = words_in(draft.title), draft.go_live_at
        if was_named:
            story.named.add(story.draft)

    def appear(self, story: Story) -> None:
        """The draft is approved: it is public, or will be."""
        story.approved.add(story.draft)
        if story.moment is not None and story.moment > timezone.now():
            story.scheduled = story.moment, story.draft
            return
        self.come_out(story, story.draft)
        story.scheduled = None

    @initialize(start=st.sampled_from(STARTS))
    def begin(self, start: str) -> None:
        """The page is what most stories are about."""
        if start in ("draft", "in a bundle", "signed by two"):
            if start == "signed by two":
                self.name_a_co_signer(0)
                self.co_sign(0, agrees=True)
            if start != "draft":
                self.bundle(0, 0, 30)
            return
        if start == "another version":
            self.publish(0)
        self.schedule(0, 30)
        if start == "with its translation":
            self.translate(0)

    @rule(number=picks)
    def edit(self, number: int) -> None:
        story = self.pick(number)
        with self.step("edit"):
            self.save(story, title=self.new_word())

    @rule(number=picks, after=minutes)
    def schedule(self, number: int, after: int) -> None:
        self.publish_draft(self.pick(number), after)

    @rule(number=picks)
    def publish(self, number: int) -> None:
        self.publish_draft(self.pick(number), None)

    def publish_draft(self, story: Story, after: int | None) -> None:
        with self.step("publish" if after is None else "schedule") as done:
            self.save(story, go_live_at=after and timezone.now() + timedelta(minutes=after))
            PressReleasePage.objects.get(pk=story.pk).latest_revision.publish(user=self.people["root"])
        self.end(story, bool(done))

    def end(self, story: Story, done: bool) -> None:
        """Who may publish is refused for want of a signature, or since the page is to appear with others."""
        assert done == (story.may_appear(story.draft) and self.bundle_of(story) is None), story
        if done:
            self.appear(story)
        else:
            draft = self.content(story)
            (story.draft,), story.moment = words_in(draft.title), draft.go_live_at

    @rule(number=picks, after=st.none() | minutes)
    def approve(self, number: int, after: int | None) -> None:
        story = self.pick(number)
        with self.step("approve") as done:
            self.save(story, go_live_at=after and timezone.now() + timedelta(minutes=after))
            page = PressReleasePage.objects.get(pk=story.pk)
            page.get_workflow().start(page, self.people["editor"])
            state = page.current_workflow_task_state
            state.task.specific.on_action(state, self.people["root"], "approve")
        self.end(story, bool(done))

    @rule(number=picks)
    def name_a_co_signer(self, number: int) -> None:
        """Another cluster signs, too: a new text, about which it is asked."""
        story = self.pick(number)
        with self.step("ask for a co-signature") as done:
            self.save(story, title=self.new_word(), co_signers=[Cluster.objects.get(slug="delta")])
            digest = digest_of_text(self.content(story))
            ask(Page.objects.get(pk=story.pk), self.people["root"], digest=digest)
        assert done
        story.named.add(story.draft)
        story.asked.add((story.draft, story.home))

    @precondition(lambda self: any(story.is_asked() for story in self.stories))
    @rule(number=picks, agrees=st.booleans())
    def co_sign(self, number: int, agrees: bool) -> None:
        """The other cluster answers, perhaps for the second time."""
        asked = [story for story in self.stories if story.is_asked()]
        story = asked[number % len(asked)]
        with self.step("co-sign" if agrees else "decline to sign") as done:
            answer(
                Page.objects.get(pk=story.pk),
                Cluster.objects.get(slug="delta").pk,
                self.people["signer"],
                digest=digest_of_text(self.content(story)),
                is_approved=agrees,
            )
        assert done
        (story.signed.add if agrees else story.signed.discard)((story.draft, story.home))

    @precondition(lambda self: any(story.scheduled for story in self.stories))
    @rule(number=picks, after=minutes)
    def reschedule(self, number: int, after: int) -> None:
        story = self.pick(number)
        moment = (timezone.now() + timedelta(minutes=after)).replace(second=0, microsecond=0)
        with self.step("reschedule") as done:
            move_schedule(Page.objects.get(pk=story.pk), moment, self.people["root"])
        may_move = story.scheduled is not None and story.may_appear(story.scheduled[1])
        assert bool(done) == (may_move and self.bundle_of(story) is None)
        if done and story.scheduled is not None:
            story.scheduled = moment, story.scheduled[1]
            story.moment = self.content(story).go_live_at

    @precondition(lambda self: any(story.scheduled for story in self.stories))
    @rule(number=picks)
    def unschedule(self, number: int) -> None:
        scheduled = [story for story in self.stories if story.scheduled]
        story = scheduled[number % len(scheduled)]
        revision = PressReleasePage.objects.get(pk=story.pk).scheduled_revision
        with self.step("unschedule"):
            address = reverse("wagtailadmin_pages:revisions_unschedule", args=[story.pk, revision.pk])
            assert client_of(self.people["root"]).post(address).status_code == 302
        if self.bundle_of(story) is None:
            story.scheduled = None

    @rule(number=picks)
    def unpublish(self, number: int) -> None:
        story = self.pick(number)
        if story.live is None:
            return
        with self.step("unpublish") as done:
            UnpublishPageAction(Page.objects.get(pk=story.pk).specific, user=self.people["root"]).execute()
        # A version that waits for its moment locks the page.
        assert bool(done) == (story.scheduled is None)
        if done:
            story.live = None

    @rule(number=picks)
    def restrict_or_open(self, number: int) -> None:
        story = self.pick(number)
        with self.step("open" if story.is_restricted else "restrict"):
            if story.is_restricted:
                PageViewRestriction.objects.get(page_id=story.pk).delete()
            else:
                PageViewRestriction.objects.create(page_id=story.pk, restriction_type="login")
        story.is_restricted = not story.is_restricted
        story.decided |= story.shown

    @rule(number=picks, where=st.sampled_from(["alpha", "beta"]))
    def move(self, number: int, where: str) -> None:
        story = self.pick(number)
        listing = parent_for(PressReleasePage, Cluster.objects.get(slug=where))
        page = Page.objects.get(pk=story.pk)
        if page.get_parent().pk != listing.pk:
            with self.step("move") as done:
                move_together(page, listing, self.people["root"])
            # What another cluster has signed stays with its lead while it is public, or will be.
            assert not (done and story.is_signed_by_several()), story
            if done:
                story.home = where

    @precondition(lambda self: len(self.stories) < MOST)
    @rule(number=picks, keeps_live=st.booleans())
    def copy(self, number: int, keeps_live: bool) -> None:
        story = self.pick(number)
        page = PressReleasePage.objects.get(pk=story.pk)
        made: list[Page] = []
        with self.step("copy") as done:
            slug = f"copie-{next(self.numbers)}"
            action = CopyPageAction(
                page,
                to=page.get_parent(),
                update_attrs={"slug": slug},
                keep_live=keeps_live,
                user=self.people["root"],
            )
            made.append(action.execute())
        if done:
            copied = Story(made[0].pk, story.draft, self.content(Story(made[0].pk, "")).go_live_at)
            copied.is_restricted, copied.named = story.is_restricted, set(story.named)
            copied.home = story.home
            if keeps_live and story.live:
                self.come_out(copied, story.live)
            self.stories.append(copied)

    @precondition(lambda self: len(self.translated) < len(self.stories))
    @rule(number=picks)
    def translate(self, number: int) -> None:
        story = self.pick(number)
        if story.pk in self.translated.values():
            return
        made: list[int] = []
        with self.step("translate") as done:
            made.append(translated(Page.objects.get(pk=story.pk), self.people["root"]).pk)
        if done:
            self.translated[made[0]] = story.pk

    @rule(number=picks, worker_comes=st.booleans())
    def wait(self, number: int, worker_comes: bool) -> None:
        """Just past the moment of a page; the worker may be late."""
        story = self.pick(number)
        until = story.scheduled[0] if story.scheduled else timezone.now() + timedelta(minutes=20)
        self.traveller.shift(max(until - timezone.now(), timedelta()) + timedelta(seconds=1))
        if worker_comes:
            self.work()

    @rule()
    def work(self) -> None:
        """The worker passes, whether or not a moment has come."""
        bound = {story.pk: bundle for story in self.stories if (bundle := self.bundle_of(story)) is not None}
        with self.step("work"):
            worker_passes()
        self.note_bundles(bound)
        for each in self.stories:
            if each.pk in bound:
                continue
            if each.scheduled and each.scheduled[0] < timezone.now() and each.may_appear(each.scheduled[1]):
                self.come_out(each, each.scheduled[1])
                each.scheduled = None
