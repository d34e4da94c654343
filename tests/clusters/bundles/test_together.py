"""The pages of a bundle appear together or not at all, whatever becomes of one of them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.models import Page, PageLogEntry, PageViewRestriction, Revision
from wagtail.signals import page_published

from clusters.models import Bundle, BundleMember, BundleState
from clusters.publishing.bundles import going_out
from clusters.publishing.bundles.approval import change, reopen
from clusters.publishing.bundles.composition import take_out
from clusters.publishing.bundles.member_refusals import BundleRefused
from clusters.publishing.policy_registry import Publication, Stage, policy_for_now
from clusters.publishing.refusal import Refusal
from clusters.publishing.withdrawal.actions import withdraw
from clusters.translation.translation_set.moves import move_together
from fedcms.core.models import LocaleState
from fedcms.core.tasks.scheduled_publication import publish_due
from fedcms.media.models import Consent
from news.models import NewsIndexPage
from tests.admin_walk.stage import picture
from tests.clusters.bundles.support import Story, in_hours
from tests.factories.content import section_of

ALL = {"release", "event", "article"}


def show_image(story: Story, **rights: object) -> None:
    """The article gets an image in its newest version, whose rights are changed afterwards."""
    image = picture("une photo", story.cluster, story.editor)
    draft = story.page("article").get_latest_revision_as_object()
    draft.lead_image = image
    draft.save_revision(user=story.editor)
    type(image).objects.filter(pk=image.pk).update(**rights)


class TestTogether:
    def test_all_appear_at_the_moment_with_the_languages_that_are_ready(self, story: Story) -> None:
        story.approve()
        story.translate()
        assert story.work(-1) == set()
        assert story.work(0) == {*ALL, "article in English"}
        assert story.state() == BundleState.PUBLISHED
        published = PageLogEntry.objects.filter(action="wagtail.publish.scheduled")
        assert published.count() == 4
        # From now on each is a page as any other.
        withdraw(story.page("event"), story.publisher)
        draft = story.page("release").get_latest_revision_as_object()
        draft.title = "Le communiqué, corrigé"
        with story.at(5):
            draft.save_revision(user=story.editor).publish(user=story.publisher)
            assert story.public() == {"release", "article", "article in English"}

    def test_a_moved_moment_counts_for_all_and_for_their_translations(self, story: Story) -> None:
        story.approve()
        story.translate()
        change(story.bundle_key, story.publisher, "Le plan régional", in_hours(5))
        with time_machine.travel(story.moment + timedelta(minutes=1)):
            publish_due()
            assert story.public() == set()
        assert story.work() == {*ALL, "article in English"}

    def test_without_an_approval_nothing_appears(self, story: Story) -> None:
        assert story.work(5) == set()
        story.approve()
        reopen(story.bundle_key, story.publisher)
        assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
        assert story.work(5) == set()
        assert story.state() == BundleState.DRAFT

    def test_a_worker_that_is_killed_in_between_has_published_nothing(self, story: Story) -> None:
        story.approve()

        def killed(sender: type, instance: Page, **kwargs: object) -> None:
            if instance.live and instance.pk == story.keys["event"]:
                raise SystemExit

        page_published.connect(killed)
        try:
            with story.at(0), pytest.raises(SystemExit):
                publish_due()
        finally:
            page_published.disconnect(killed)
        with story.at(0):
            assert story.public() == set()
        assert story.work(1) == ALL

    def test_what_fails_for_no_known_reason_is_tried_again_and_then_held(self, story: Story) -> None:
        story.approve()

        def broken(sender: type, instance: Page, **kwargs: object) -> None:
            if instance.live:
                raise OSError("The disk is full.")

        page_published.connect(broken)
        try:
            assert story.work(1) == set()
            assert story.state() == BundleState.APPROVED
            assert story.work(16) == set()
        finally:
            page_published.disconnect(broken)
        assert story.state() == BundleState.HELD
        assert "pas pu publier" in story.bundle.held_reasons["fr"][0][1]


def rights_ended(story: Story) -> None:
    picture_of = story.page("article").get_latest_revision_as_object().lead_image
    type(picture_of).objects.update(rights_until=timezone.localdate() - timedelta(days=1))


def consent_gone(story: Story) -> None:
    picture_of = story.page("article").get_latest_revision_as_object().lead_image
    type(picture_of).objects.update(consent=Consent.MISSING)


def deleted(story: Story) -> None:
    story.page("article").delete()


def moved(story: Story) -> None:
    listing = NewsIndexPage.objects.child_of(section_of(story.neighbours)).get()
    move_together(story.page("article"), listing)


def restricted(story: Story) -> None:
    PageViewRestriction.objects.create(page=story.page("article"), restriction_type="login")


def unscheduled(story: Story) -> None:
    story.page("article").revisions.update(approved_go_live_at=None)


def withdrawn(story: Story) -> None:
    withdraw(story.page("article"), story.publisher)


def expired(story: Story) -> None:
    revision = story.page("article").scheduled_revision
    revision.content = {**revision.content, "expire_at": story.moment.isoformat()}
    revision.save(update_fields=["content"])


def title_gone(story: Story) -> None:
    revision = story.page("article").scheduled_revision
    revision.content = {**revision.content, "summary": ""}
    revision.save(update_fields=["content"])


def overwritten(story: Story) -> None:
    """As an autosave does, whose form was loaded before the approval: what it writes is not what was approved."""
    draft = story.page("article").get_latest_revision_as_object()
    draft.summary = "Ce que personne n’a lu"
    draft.save_revision(user=story.editor, overwrite_revision=story.page("article").latest_revision)


MISHAPS: dict[str, tuple[Callable[[Story], None], str]] = {
    "the rights of its image have ended": (rights_ended, "droits de « \u2068une photo\u2069 » finissent"),
    "consent is withdrawn": (consent_gone, "dont l’accord manque"),
    "it is deleted": (deleted, "supprimée"),
    "it is moved to another section": (moved, "déplacée"),
    "only some may read it": (restricted, "limitée"),
    "its schedule is cancelled": (unscheduled, "annulée"),
    "it is withdrawn in an emergency": (withdrawn, "retirée d’urgence"),
    "it would be gone already": (expired, "retirée avant de paraître"),
    "it is not finished": (title_gone, "chapô"),
    "what was approved is overwritten": (overwritten, "annulée"),
}


class TestNothing:
    @pytest.mark.parametrize("name", MISHAPS)
    def test_appears_if_one_page_is_refused_and_the_team_is_told_why(self, story: Story, name: str) -> None:
        happen, words = MISHAPS[name]
        show_image(story)
        story.approve()
        happen(story)
        mail.outbox.clear()
        assert story.work(0) == set()
        assert story.state() == BundleState.HELD
        (title, reason), *others = story.bundle.held_reasons["fr"]
        assert {title, *(other for other, _words in others)} == {"Le article"}
        assert words.lower() in reason.lower()
        assert set(story.bundle.held_reasons) == {"fr", "en", "es", "ar"}
        assert {message.to[0] for message in mail.outbox} == {story.publisher.email, story.editor.email}
        for message in mail.outbox:
            assert "Le plan régional" in message.subject
            assert reason in message.body
            assert story.url in message.body
        # It does not go out by itself later, and is not told of twice.
        mail.outbox.clear()
        assert story.work(10) == set()
        assert mail.outbox == []
        # Without that page it can: the others have lost nothing.
        member = BundleMember.objects.get(title="Le article")
        take_out(story.bundle_key, member.pk, story.editor)
        with story.at(20):
            change(story.bundle_key, story.editor, "Le plan régional", in_hours(1))
            story.approve()
        assert story.work(0) == {"release", "event"}

    def test_is_scheduled_unless_all_can_be(self, story: Story) -> None:
        show_image(story, consent=Consent.MISSING, credit="")
        draft = story.page("release").get_latest_revision_as_object()
        draft.summary = ""
        draft.save_revision(user=story.editor, clean=False)
        with pytest.raises(BundleRefused) as refused:
            story.approve()
        said = {each.member.title for each in refused.value.members}
        assert said == {"Le article", "Le release"}
        assert "Le article" in str(refused.value)
        assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
        assert story.state() == BundleState.DRAFT

    def test_is_approved_that_was_not_shown(self, story: Story) -> None:
        answer = story.client(story.publisher).get(story.url)
        story.page("event").save_revision(user=story.editor)
        stale = {"action": "approve", "stamp": answer.context["stamp"]}
        response = story.client(story.publisher).post(story.url, stale)
        assert response.status_code == 400
        assert "a changé depuis" in response.content.decode()
        assert story.state() == BundleState.DRAFT
        # An autosave writes over the version that was shown: it has the same number.
        answer = story.client(story.publisher).get(story.url)
        page = story.page("event")
        draft = page.get_latest_revision_as_object()
        draft.title = "Ce que personne n’a lu"
        draft.save_revision(user=story.editor, overwrite_revision=page.latest_revision)
        stale["stamp"] = answer.context["stamp"]
        assert story.client(story.publisher).post(story.url, stale).status_code == 400
        assert story.state() == BundleState.DRAFT

    def test_is_moved_past_the_rights_of_a_file_or_while_one_page_would_not_be_seen(
        self, story: Story
    ) -> None:
        show_image(story, rights_until=timezone.localdate(story.moment))
        story.approve()
        before = set(Revision.objects.values_list("pk", "approved_go_live_at"))
        with pytest.raises(BundleRefused, match="droits de"):
            change(story.bundle_key, story.publisher, "Le plan", story.moment + timedelta(days=3))
        restricted(story)
        with pytest.raises(BundleRefused, match="limitée"):
            change(story.bundle_key, story.publisher, "Le plan", story.moment + timedelta(minutes=3))
        assert set(Revision.objects.values_list("pk", "approved_go_live_at")) == before
        assert (story.bundle.title, story.bundle.moment) == ("Le plan régional", story.moment)

    def test_is_approved_in_a_language_that_is_closed(self, story: Story) -> None:
        LocaleState.objects.create(locale=story.page("event").locale, is_active=False)
        with pytest.raises(BundleRefused, match="langue n’est pas ouverte") as refused:
            story.approve()
        assert "limitée" not in str(refused.value)

    def test_is_tried_again_to_be_told_in_other_languages(self, story: Story) -> None:
        """A page that is refused only once another one is out: each is published once, and all is taken back."""
        story.approve()
        attempts: list[int] = []

        def count(sender: type, instance: Page, **kwargs: object) -> None:
            if instance.live:
                attempts.append(instance.pk)

        def not_after_the_release(publication: Publication) -> Refusal | None:
            is_out = Page.objects.filter(pk=story.keys["release"], live=True).exists()
            is_last = publication.page.pk == story.keys["article"]
            return Refusal(gettext("elle est déjà en ligne.")) if is_last and is_out else None

        page_published.connect(count)
        try:
            with policy_for_now(not_after_the_release, Stage.AGREEMENT):
                assert story.work() == set()
        finally:
            page_published.disconnect(count)
        assert sorted(attempts) == sorted([story.keys["release"], story.keys["event"]])
        told = {code: reasons[0] for code, reasons in story.bundle.held_reasons.items()}
        assert {title for title, _words in told.values()} == {"Le article"}
        assert len({words for _title, words in told.values()}) == 4


def test_who_publishes_is_told_even_if_a_mail_cannot_be_sent(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bundle is held all the same: a mail stops no decision."""

    def fails(bundle: Bundle) -> None:
        raise OSError("No mail today.")

    monkeypatch.setattr(going_out, "_when_held", [fails])
    story.approve()
    restricted(story)
    assert story.work() == set()
    assert story.state() == BundleState.HELD
