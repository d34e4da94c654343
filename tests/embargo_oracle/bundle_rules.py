"""What a team does with bundles around the moment: pages of several stories that become public together."""

from datetime import timedelta

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from wagtail.models import Page

from clusters.models import Bundle, BundleMember, BundleState, Cluster
from clusters.publishing.bundles.approval import approve, reopen
from clusters.publishing.bundles.composition import add, create, delete
from clusters.publishing.bundles.locking import members_of, stamp_of
from tests.embargo_oracle.story_world import Story, StoryWorld

picks = st.integers(0, 3)
minutes = st.integers(5, 90)


class BundleRules(StoryWorld):
    """Each rule is one thing that a person does."""

    def bundle_of(self, story: Story) -> Bundle | None:
        """The bundle with which a page is to appear."""
        member = BundleMember.objects.filter(page=story.pk, is_open=True).select_related("bundle").first()
        return member.bundle if member is not None else None

    @precondition(lambda self: any(story.live is None and not story.scheduled for story in self.stories))
    @rule(first=picks, second=picks, after=minutes)
    def bundle(self, first: int, second: int, after: int) -> None:
        """Makes a bundle of one or two pages, and approves it as it is shown."""
        chosen = {
            number % len(self.stories): self.stories[number % len(self.stories)] for number in (first, second)
        }
        stories = list(chosen.values())
        moment = (timezone.now() + timedelta(minutes=after)).replace(second=0, microsecond=0)
        root = self.people["root"]
        with self.step("bundle") as done:
            made = create(Cluster.objects.get(slug=stories[0].home), root, "Un lot", moment)
            for story in stories:
                add(made.pk, Page.objects.get(pk=story.pk).specific, root)
            made.refresh_from_db()
            approve(made.pk, root, stamp_of(made, members_of(made)))
        may_go = all(
            story.may_appear(story.draft) and story.live is None and story.home == stories[0].home
            for story in stories
        )
        assert not done or may_go, stories
        if done:
            for story in stories:
                story.approved.add(story.draft)
                story.scheduled = moment, story.draft
                story.moment = self.content(story).go_live_at

    @precondition(lambda self: any(self.bundle_of(story) for story in self.stories))
    @rule(number=picks)
    def give_a_bundle_up(self, number: int) -> None:
        """Takes the approval back and deletes the bundle: its pages are drafts as before."""
        bundles = [bundle for story in self.stories if (bundle := self.bundle_of(story)) is not None]
        bundle = bundles[number % len(bundles)]
        bound = [story for story in self.stories if self.bundle_of(story) == bundle]
        with self.step("give a bundle up") as done:
            if bundle.is_approved:
                reopen(bundle.pk, self.people["root"])
            delete(bundle.pk, self.people["root"])
        assert done
        for story in bound:
            story.scheduled = None
            story.moment = self.content(story).go_live_at

    def note_bundles(self, before: dict[int, Bundle]) -> None:
        """Notes what the worker did with the bundles of stories, by the keys of their pages as they were before."""
        for key in {bundle.pk for bundle in before.values()}:
            bundle = Bundle.objects.get(pk=key)
            bound = [story for story in self.stories if story.pk in before and before[story.pk].pk == key]
            if bundle.is_approved:
                continue
            assert bundle.state in (BundleState.HELD, BundleState.PUBLISHED), bundle.state
            is_out = bundle.state == BundleState.PUBLISHED
            name = "a bundle came out" if is_out else "a bundle was held"
            self.outcomes[name] = self.outcomes.get(name, 0) + 1
            for story in bound:
                assert story.scheduled is not None
                moment, word = story.scheduled
                if is_out:
                    assert moment < timezone.now()
                    assert story.may_appear(word), story
                    self.come_out(story, word)
                story.scheduled = None
                story.moment = self.content(story).go_live_at

    def come_out(self, story: Story, word: str) -> None:
        """A version of a page is public."""
        story.live = word
        if not story.is_restricted:
            story.decided.add(word)
