"""A translation with untranslated texts is not published, by whatever way."""

from datetime import timedelta

import time_machine
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from clusters.translation.review.moderation import publish as publish_translation
from fedcms.core.tasks.scheduled_publication import publish_due
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_article, publish

BULK = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])


class OtherDoors(TranslationCase):
    """A public article with a translation of which one text is written."""

    def setUp(self) -> None:
        self.page = make_article(self.north, title="Une année", summary="Ce que disent les chiffres.")
        self.translation = self.started(self.page)
        self.write(self.editor, self.translation, "title", "A year")
        self.target = self.translated(self.page)

    def bulk(self, page: Page, **data: str) -> str:
        """Publishes from the explorer; returns what the publisher reads."""
        self.client.force_login(self.publisher)
        return self.shown_messages(self.client.post(f"{BULK}?id={page.pk}", data))

    def test_the_explorers_publish_button_is_refused_in_words(self) -> None:
        said = self.bulk(self.target)
        assert "textes ne sont pas traduits dans son brouillon" in said
        assert "« Ce que disent les chiffres. »" in said
        assert not self.translated(self.page).live

    def test_publishing_what_is_below_a_page_publishes_no_half_translated_one(self) -> None:
        assert "dans son brouillon" in self.bulk(self.target.get_parent(), include_descendants="on")
        assert not self.translated(self.page).live

    def test_the_admins_api_is_refused_in_words(self) -> None:
        self.client.force_login(self.publisher)
        answer = self.client.post(
            reverse("wagtailadmin_api:pages:action", args=[self.target.pk, "publish"]),
            content_type="application/json",
        )
        assert answer.status_code == 409
        assert "dans son brouillon" in answer.json()["detail"]
        assert not self.translated(self.page).live

    def test_it_is_not_scheduled_either(self) -> None:
        page = make_article(
            self.north, live=False, title="Demain", go_live_at=timezone.now() + timedelta(days=1)
        )
        publish(page)
        self.started(page)
        assert "dans son brouillon" in self.bulk(self.translated(page))
        assert not self.translated(page).approved_schedule

    def test_a_whole_translation_that_was_withdrawn_is_published_again_by_the_same_button(self) -> None:
        self.write_all(self.editor, self.translation)
        publish_translation(self.translation, self.publisher)
        self.translated(self.page).unpublish()
        self.bulk(self.target)
        assert self.translated(self.page).live

    def test_what_was_whole_when_it_was_scheduled_appears_though_its_source_got_more_words(self) -> None:
        page = make_article(
            self.north, live=False, title="Demain", go_live_at=timezone.now() + timedelta(days=1)
        )
        publish(page)
        translation = self.started(page)
        self.write_all(self.editor, translation)
        publish_translation(translation, self.publisher)
        page.refresh_from_db()
        page.summary = "Des mots de plus."
        publish(page)
        translation.source.update_from_db()
        assert not StringTranslation.objects.filter(translation_of__data="Des mots de plus.").exists()
        with time_machine.travel(timezone.now() + timedelta(days=2)):
            publish_due()
        assert self.translated(page).live

    def test_what_was_submitted_whole_is_approved_though_its_source_got_more_words(self) -> None:
        self.write_all(self.editor, self.translation)
        self.press(self.editor, self.translation, "submit")
        self.page.summary = "Des mots de plus."
        publish(self.page)
        self.translation.source.update_from_db()
        self.press(self.publisher, self.translation, "approve")
        assert self.translated(self.page).live

    def test_a_stopped_translation_is_a_page_of_its_own(self) -> None:
        self.translation.enabled = False
        self.translation.save()
        self.bulk(self.target)
        assert self.translated(self.page).live
