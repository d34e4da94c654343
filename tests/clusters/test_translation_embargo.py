"""A translation never comes before its source: it moves with its clock, whoever touches it first."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision, TaskState, WorkflowState
from wagtail_localize.models import Translation

from clusters.publishing.refusal import Refusal
from fedcms.core.tasks.scheduled_publication import expire_due, publish_due
from fedcms.core.visibility import is_visible
from news.models import PressReleasePage
from tests.clusters.press_access.support import given, read
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_article, make_release, publish


class EmbargoCase(TranslationCase):
    """A release under embargo for an hour."""

    def setUp(self) -> None:
        self.now = timezone.now().replace(microsecond=0)
        self.release = make_release(self.north, live=False, title="Sous embargo")
        self.schedule(self.now + timedelta(hours=1))
        self.translation = self.started(self.release)
        self.write_all(self.editor, self.translation)

    def schedule(self, moment: datetime | None) -> None:
        """What a publisher does: sets the moment of the source, and publishes."""
        release = PressReleasePage.objects.get(pk=self.release.pk)
        release.go_live_at = moment
        publish(release)

    def approve(self) -> str:
        """Submits and approves the translation; returns what the publisher reads."""
        self.press(self.editor, self.translation, "submit")
        return self.shown_messages(self.press(self.publisher, self.translation, "approve"))

    def public(self) -> list[str]:
        """The languages in which a visitor reads the release, when the worker has passed."""
        publish_due()
        expire_due()
        pages = Page.objects.filter(translation_key=self.release.translation_key)
        languages = [page.locale.language_code for page in pages.order_by("locale__language_code")]
        found = [page.locale.language_code for page in pages if is_visible(page)]
        for page in pages:
            status = Client().get(page.get_url()).status_code
            assert (status == 200) == (page.locale.language_code in found), page.get_url()
        assert languages == ["en", "fr"]
        return sorted(found)


class PostponedSource(EmbargoCase):
    def test_an_approved_translation_is_postponed_with_its_source(self) -> None:
        self.approve()
        self.schedule(self.now + timedelta(days=7))
        with time_machine.travel(self.now + timedelta(hours=2)):
            assert self.public() == []
        with time_machine.travel(self.now + timedelta(days=7, minutes=1)):
            assert self.public() == ["en", "fr"]

    def test_a_translation_approved_after_the_postponement_waits_too(self) -> None:
        self.schedule(self.now + timedelta(days=7))
        assert "Programmée" in self.approve()
        with time_machine.travel(self.now + timedelta(hours=2)):
            assert self.public() == []
        with time_machine.travel(self.now + timedelta(days=7, minutes=1)):
            assert self.public() == ["en", "fr"]

    def test_what_is_brought_forward_brings_its_translation_along(self) -> None:
        self.approve()
        self.schedule(self.now + timedelta(minutes=10))
        with time_machine.travel(self.now + timedelta(minutes=11)):
            assert self.public() == ["en", "fr"]

    def test_a_source_that_is_published_at_once_does_not_leave_its_translation_behind(self) -> None:
        self.approve()
        self.schedule(None)
        with time_machine.travel(self.now + timedelta(minutes=1)):
            assert self.public() == ["en", "fr"]

    def test_a_date_that_is_only_typed_into_the_draft_moves_nothing(self) -> None:
        """An editor saves another date; the publisher's decision stands, for both."""
        self.approve()
        release = PressReleasePage.objects.get(pk=self.release.pk)
        release.go_live_at = self.now + timedelta(minutes=5)
        release.save()
        release.save_revision()
        with time_machine.travel(self.now + timedelta(minutes=6)):
            assert self.public() == []
        with time_machine.travel(self.now + timedelta(hours=2)):
            assert self.public() == ["en", "fr"]

    def test_a_schedule_that_is_taken_back_holds_the_translation_back(self) -> None:
        self.approve()
        _made, link = given(self.publisher, self.north, self.release, language="en")
        _made, all_releases = given(self.publisher, self.north, email="max@media.example", language="en")
        assert "EN Sous embargo" in read(link)[1]
        assert "EN Sous embargo" in read(all_releases)[1]
        revision = PressReleasePage.objects.get(pk=self.release.pk).scheduled_revision
        self.client.force_login(self.publisher)
        self.client.post(
            reverse("wagtailadmin_pages:revisions_unschedule", args=[self.release.pk, revision.pk])
        )
        # It stays approved, for the next moment; until then nobody reads what its page does not say either.
        assert "EN Sous embargo" not in read(link)[1]
        assert "EN Sous embargo" not in read(all_releases)[1]
        with time_machine.travel(self.now + timedelta(hours=2)):
            assert self.public() == []
        self.schedule(None)
        with time_machine.travel(self.now + timedelta(hours=3)):
            assert self.public() == ["en", "fr"]

    def test_a_source_that_is_deleted_before_its_moment_does_not_come_out_in_translation(self) -> None:
        self.approve()
        target = self.translated(self.release)
        Page.objects.get(pk=self.release.pk).delete()
        with time_machine.travel(self.now + timedelta(hours=2)):
            publish_due()
            assert not is_visible(target)

    def test_both_end_at_the_same_time(self) -> None:
        self.approve()
        self.schedule(None)
        with time_machine.travel(self.now + timedelta(minutes=1)):
            assert self.public() == ["en", "fr"]
        release = PressReleasePage.objects.get(pk=self.release.pk)
        release.expire_at = self.now + timedelta(days=2)
        publish(release)
        with time_machine.travel(self.now + timedelta(days=3)):
            assert self.public() == []

    def test_a_draft_that_is_written_on_keeps_the_later_moment(self) -> None:
        """The revision that waits for approval moves, too: it is what the reviewer's button publishes."""
        self.press(self.editor, self.translation, "submit")
        self.schedule(self.now + timedelta(days=7))
        self.press(self.publisher, self.translation, "approve")
        with time_machine.travel(self.now + timedelta(hours=2)):
            assert self.public() == []

    def test_a_translation_that_follows_no_more_keeps_its_own_moment(self) -> None:
        self.approve()
        Translation.objects.update(enabled=False)
        self.schedule(self.now + timedelta(days=7))
        with time_machine.travel(self.now + timedelta(hours=2)):
            assert self.public() == ["en"]


class WorkerOrder(EmbargoCase):
    """The worker asks the source, in whatever order the revisions were made."""

    def test_one_pass_publishes_the_source_and_then_its_translation(self) -> None:
        self.approve()
        self.schedule(self.now + timedelta(hours=3))  # the source's revision is the younger one
        with time_machine.travel(self.now + timedelta(hours=4)):
            assert publish_due() == 2
            assert self.public() == ["en", "fr"]

    def test_a_translation_whose_clock_was_not_moved_waits_for_its_source(self) -> None:
        self.approve()
        target = self.translated(self.release)
        self.schedule(self.now + timedelta(days=7))
        early = self.now + timedelta(hours=1)
        Page.objects.filter(pk=target.pk).update(go_live_at=early)
        Revision.objects.for_instance(target).filter(approved_go_live_at__isnull=False).update(
            approved_go_live_at=early
        )
        with (
            time_machine.travel(self.now + timedelta(hours=2)),
            self.assertNoLogs("fedcms.publication", "ERROR"),
        ):
            assert self.public() == []
        with time_machine.travel(self.now + timedelta(days=8)):
            assert self.public() == ["en", "fr"]


class UnpublishedSource(TranslationCase):
    """The source is a draft that nobody decided to publish."""

    def setUp(self) -> None:
        self.page = make_article(self.north, live=False, title="Pas encore public")
        self.translation = self.started(self.page)
        self.write_all(self.editor, self.translation)
        self.press(self.editor, self.translation, "submit")
        self.target = self.translated(self.page)

    def refused(self, said: str) -> None:
        assert "« Pas encore public » n’est ni publiée ni programmée" in said
        target = self.translated(self.page)
        assert not target.live
        assert not target.approved_schedule
        assert target.workflow_in_progress, "the submitted translation still waits for a decision"

    def test_approving_is_refused_in_words(self) -> None:
        self.refused(self.shown_messages(self.press(self.publisher, self.translation, "approve")))

    def test_the_publish_button_is_refused_in_words(self) -> None:
        self.client.force_login(self.publisher)
        url = reverse("wagtailadmin_pages:edit", args=[self.target.pk])
        self.refused(self.shown_messages(self.client.post(url, {"action": "publish"})))

    def test_wagtails_own_workflow_action_is_refused_in_words(self) -> None:
        state = self.target.current_workflow_task_state
        url = reverse("wagtailadmin_pages:workflow_action", args=[self.target.pk, "approve", state.pk])
        self.client.force_login(self.publisher)
        self.refused(self.shown_messages(self.client.post(url)))
        assert TaskState.objects.get(pk=state.pk).status == TaskState.STATUS_IN_PROGRESS

    def test_the_explorers_publish_button_is_refused_in_words(self) -> None:
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        self.client.force_login(self.publisher)
        self.refused(self.shown_messages(self.client.post(f"{url}?id={self.target.pk}")))

    def test_no_script_puts_it_live(self) -> None:
        with pytest.raises(Refusal):
            self.target.get_latest_revision().publish()
        self.target.refresh_from_db()
        assert not self.target.live

    def test_once_the_source_is_public_the_same_button_publishes(self) -> None:
        self.press(self.publisher, self.translation, "approve")
        publish(self.page)
        self.press(self.publisher, self.translation, "approve")
        assert self.translated(self.page).live

    def test_an_embargo_that_is_set_on_the_source_holds_for_what_was_submitted_before(self) -> None:
        self.page.go_live_at = timezone.now() + timedelta(days=2)
        publish(self.page)
        assert "Programmée" in self.shown_messages(self.press(self.publisher, self.translation, "approve"))
        assert not self.translated(self.page).live
        assert not WorkflowState.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page),
            object_id=str(self.target.pk),
            status=WorkflowState.STATUS_IN_PROGRESS,
        ).exists()

    def test_a_translation_that_is_public_is_corrected_while_its_source_is_withdrawn(self) -> None:
        publish(self.page)
        self.press(self.publisher, self.translation, "approve")
        Page.objects.get(pk=self.page.pk).specific.unpublish()
        self.write(self.publisher, self.translation, "title", "Corrected")
        self.press(self.editor, self.translation, "submit")
        self.press(self.publisher, self.translation, "approve")
        assert self.translated(self.page).title == "Corrected"

    def test_a_date_in_the_draft_of_a_withdrawn_source_hides_no_public_translation(self) -> None:
        """Who may write, but not publish, takes nothing off the site."""
        publish(self.page)
        self.press(self.publisher, self.translation, "approve")
        page = Page.objects.get(pk=self.page.pk).specific
        page.unpublish()
        page.go_live_at = timezone.now() + timedelta(days=2)
        page.save()
        page.save_revision()
        assert is_visible(self.target)
