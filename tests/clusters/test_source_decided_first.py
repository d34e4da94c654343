"""Nobody decides on a translation before its source was decided on: a date in a draft is no decision."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Revision

from clusters.translation.drafts.source_schedule import is_decided, original_of
from news.models import PressReleasePage
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_article, make_release, publish


class DateInADraft(TranslationCase):
    """The source has a moment that its editor typed; no publisher has approved it. The translation took it over."""

    def setUp(self) -> None:
        moment = timezone.now() + timedelta(days=2)
        self.release = make_release(self.north, live=False, title="Pas encore décidée", go_live_at=moment)
        self.release.save_revision()
        self.translation = self.started(self.release)
        self.write_all(self.editor, self.translation)
        self.press(self.editor, self.translation, "submit")

    def assert_nothing_is_decided(self) -> None:
        target = self.translated(self.release)
        assert target.go_live_at is not None, "it follows its source's draft"
        assert not target.live
        assert not target.approved_schedule
        assert not Revision.objects.for_instance(target).exclude(approved_go_live_at=None).exists()
        assert target.workflow_in_progress, "it still waits for a decision"

    def test_it_is_not_approved(self) -> None:
        said = self.shown_messages(self.press(self.publisher, self.translation, "approve"))
        assert "n’est ni publiée ni programmée" in said
        self.assert_nothing_is_decided()

    def test_it_is_not_published_by_the_editor_s_button(self) -> None:
        self.client.force_login(self.publisher)
        url = reverse("wagtailadmin_pages:edit", args=[self.translated(self.release).pk])
        said = self.shown_messages(self.client.post(url, {"action": "publish"}))
        assert "n’est ni publiée ni programmée" in said
        self.assert_nothing_is_decided()

    def test_it_is_not_approved_by_wagtail_s_own_action(self) -> None:
        target = self.translated(self.release)
        state = target.current_workflow_task_state
        self.client.force_login(self.publisher)
        url = reverse("wagtailadmin_pages:workflow_action", args=[target.pk, "approve", state.pk])
        assert "n’est ni publiée ni programmée" in self.shown_messages(self.client.post(url))
        self.assert_nothing_is_decided()

    def test_it_is_not_published_from_the_explorer(self) -> None:
        self.client.force_login(self.publisher)
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        response = self.client.post(f"{url}?id={self.translated(self.release).pk}")
        assert "n’est ni publiée ni programmée" in self.shown_messages(response)
        self.assert_nothing_is_decided()

    def test_once_the_source_is_scheduled_it_is_approved_for_the_same_moment(self) -> None:
        publish(PressReleasePage.objects.get(pk=self.release.pk))
        assert "Programmée" in self.shown_messages(self.press(self.publisher, self.translation, "approve"))
        target = self.translated(self.release)
        assert not target.live
        assert target.approved_schedule

    def test_changes_may_be_asked_for_at_any_time(self) -> None:
        """It is no decision to publish."""
        self.press(self.publisher, self.translation, "reject", comment="À revoir")
        assert not self.translated(self.release).workflow_in_progress


class Decisions(TranslationCase):
    def test_public_and_approved_for_later_are_decided_and_nothing_else(self) -> None:
        page = make_article(self.north, live=False)
        assert not is_decided(page)
        page.save_revision().publish()
        page.refresh_from_db()
        assert is_decided(page)
        page.unpublish()
        assert not is_decided(Page.objects.get(pk=page.pk))
        later = make_article(self.north, live=False, go_live_at=timezone.now() + timedelta(days=1))
        assert not is_decided(later)
        later.save_revision().publish()
        assert is_decided(Page.objects.get(pk=later.pk))

    def test_a_page_that_follows_no_more_decides_for_itself(self) -> None:
        page = make_article(self.north, live=False)
        translation = self.started(page)
        target = self.translated(page)
        assert original_of(target) == Page.objects.get(pk=page.pk)
        assert original_of(page) is None
        translation.enabled = False
        translation.save()
        assert original_of(target) is None
        target.save_revision().publish()
        assert self.translated(page).live


class RestrictedSource(TranslationCase):
    """The source is public for who signed in; its translation would be for everybody."""

    def test_its_translation_waits_until_it_is_open(self) -> None:
        release = make_release(self.north, title="Pour les membres")
        translation = self.started(release)
        # A translation that is begun later has its restriction from the start.
        restriction = PageViewRestriction.objects.create(page=release, restriction_type="login")
        self.write_all(self.editor, translation)
        self.press(self.editor, translation, "submit")
        said = self.shown_messages(self.press(self.publisher, translation, "approve"))
        assert "est en accès restreint" in said
        target = self.translated(release)
        assert not target.live
        restriction.delete()
        self.press(self.publisher, translation, "approve")
        assert self.translated(release).live
