"""Nothing that people translated is lost when a translation is stopped, begun again, updated or loses its source."""

import json

from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import Translation

from clusters.translation.drafts.building import write_draft
from home.models import HomePage, StandardPage
from tests.clusters.sync_support import SyncCase, paragraph
from tests.factories import make_article, publish


class Restarting(SyncCase):
    def setUp(self) -> None:
        self.page = make_article(self.north, title="Une année", summary="Des chiffres.")
        self.translation = self.started(self.page)
        self.write(self.editor, self.translation, "title", "A year")
        self.write(self.editor, self.translation, "summary", "Figures.")

    def test_a_page_that_is_stopped_says_what_was_translated(self) -> None:
        """wagtail-localize #861: it said the source's words again."""
        self.stop(self.translation)
        assert self.words(self.page).startswith("A year | Figures.")

    def test_what_was_written_while_it_was_stopped_is_the_translation(self) -> None:
        """wagtail-localize #876: the next draft lost it."""
        self.stop(self.translation)
        page = self.translated(self.page).get_latest_revision_as_object()
        page.title = "A whole year"
        page.save()
        page.save_revision()
        assert self.restart(page).status_code == 302
        self.translation.refresh_from_db()
        assert self.translation.enabled
        assert self.said_in(self.translation, "title") == "A whole year"
        write_draft(self.translation, self.editor)
        assert self.words(self.page).startswith("A whole year | Figures.")

    def test_what_has_no_place_is_told_before_anything_happens(self) -> None:
        """wagtail-localize #876: a block of one's own disappeared without a word."""
        self.stop(self.translation)
        page = self.translated(self.page).get_latest_revision_as_object()
        page.title = "A whole year"
        page.body = json.dumps(
            [{"type": "paragraph", "value": "<p>Only for our readers abroad.</p>", "id": "1"}]
        )
        page.save()
        page.save_revision()
        response = self.restart(page)
        self.assertContains(response, "Only for our readers abroad.")
        self.translation.refresh_from_db()
        assert not self.translation.enabled
        assert self.said_in(self.translation, "title") == "A year"
        assert self.restart(page, confirmed="1").status_code == 302
        self.translation.refresh_from_db()
        assert self.translation.enabled
        assert self.said_in(self.translation, "title") == "A whole year"
        assert "abroad" in self.words(self.page), "until somebody writes the next draft"

    def test_what_is_public_does_not_change_when_it_begins_again(self) -> None:
        publish(self.page)
        self.press(self.editor, self.translation, "submit")
        self.press(self.publisher, self.translation, "approve")
        assert self.translated(self.page).live
        self.stop(self.translation)
        page = self.translated(self.page)
        page.title = "A whole year"
        publish(page)
        self.restart(page)
        assert self.translated(self.page).title == "A whole year"
        assert self.said_in(self.translation, "title") == "A whole year"

    def test_an_older_translation_of_a_text_that_changed_is_none_of_the_new_one(self) -> None:
        """wagtail-localize #876, and the language stays honest."""
        write_draft(self.translation, self.editor)
        self.page.summary = "D’autres chiffres."
        publish(self.page)
        self.update(self.page)
        self.write(self.editor, self.translation, "title", "A long year")
        self.stop(self.translation)
        assert self.words(self.page).startswith("A long year | Figures."), "not the source's words"
        self.restart(self.translated(self.page))
        assert self.said_in(self.translation, "summary") is None

    def test_who_may_not_edit_the_page_begins_nothing(self) -> None:
        self.stop(self.translation)
        self.client.force_login(self.stranger)
        page = self.translated(self.page)
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        self.client.post(url, {"localize-restart-translation": "1"})
        self.translation.refresh_from_db()
        assert not self.translation.enabled


class Updating(SyncCase):
    def setUp(self) -> None:
        self.page = make_article(self.north, title="Une année", summary="Des chiffres.")
        paragraph(self.page, "<p>Un paragraphe.</p>", "11111111-1111-4111-8111-111111111111")
        self.translation = self.started(self.page)
        self.write_all(self.editor, self.translation)

    def test_a_text_that_changes_back_has_its_translation_again(self) -> None:
        self.page.title = "Deux années"
        publish(self.page)
        self.update(self.page)
        assert self.said_in(self.translation, "title") is None
        self.page.title = "Une année"
        publish(self.page)
        self.update(self.page)
        assert self.said_in(self.translation, "title") == "EN Une année"

    def test_a_block_that_is_made_again_keeps_its_translation(self) -> None:
        """wagtail-localize keeps a translation by text and place; a new block is another place."""
        paragraph(self.page, "<p>Un paragraphe.</p>", "22222222-2222-4222-8222-222222222222")
        self.update(self.page)
        path = "body.22222222-2222-4222-8222-222222222222"
        assert self.said_in(self.translation, path) == "EN Un paragraphe."

    def test_a_page_that_was_deleted_is_not_made_again(self) -> None:
        """wagtail-localize #15."""
        self.translated(self.page).delete()
        number = Page.objects.count()
        source = self.page.specific
        source.title = "Trois années"
        publish(source)
        for url in (reverse("wagtailadmin_pages:edit", args=[source.pk]),):
            assert self.client.get(url).status_code == 200
        assert Page.objects.count() == number

    def test_what_stands_below_is_translated_too_and_the_tree_is_sound(self) -> None:
        """wagtail-localize #773: parents forgot that they have children."""
        home = HomePage.objects.get(locale__language_code="fr")
        parent, child = (StandardPage(title=title, locale=home.locale) for title in "AB")
        home.add_child(instance=parent)
        parent.add_child(instance=child)
        for page in (parent, child):
            publish(page)
        self.ask_translation(self.root, parent, "en", "es", include_subtree="on")
        assert {page.locale.language_code for page in child.get_translations()} == {"es", "en"}
        for translation in Translation.objects.filter(source__object_id=parent.translation_key):
            publish(translation.get_target_instance())
        assert Page.find_problems() == ([], [], [], [], [])

    def test_a_stopped_page_below_is_neither_begun_again_nor_overwritten(self) -> None:
        """A translation that was stopped was begun again by its parent, and its public page overwritten."""
        home = HomePage.objects.get(locale__language_code="fr")
        first, second, child = (StandardPage(title=title, locale=home.locale) for title in "ABC")
        home.add_child(instance=first)
        home.add_child(instance=second)
        first.add_child(instance=child)
        for page in (first, second, child):
            publish(page)
        for page in (first, child):
            self.ask_translation(self.root, page, "en")
        tie = self.translation_of(child)
        self.client.post(reverse("wagtail_localize:stop_translation", args=[tie.pk]))
        english = self.translated(child)
        english.title = "By hand"
        publish(english)
        # Its source goes below a page that is not translated yet, which then is, with all below.
        Page.objects.get(pk=child.pk).specific.move(Page.objects.get(pk=second.pk), pos="last-child")
        self.ask_translation(self.root, Page.objects.get(pk=second.pk).specific, "en", include_subtree="on")
        tie.refresh_from_db()
        assert not tie.enabled
        assert self.translated(child).title == "By hand"
        assert Page.find_problems() == ([], [], [], [], [])


class WithoutSource(SyncCase):
    def test_words_that_stand_in_no_draft_stay_when_the_source_is_deleted(self) -> None:
        """wagtail-localize #15: its strings were deleted with it."""
        page = make_article(self.north, title="Une année", summary="Des chiffres.")
        translation = self.started(page)
        self.write(self.editor, translation, "title", "A year")
        page.delete()
        assert not Translation.objects.exists()
        assert "A year" in self.words(page)

    def test_the_last_translation_of_a_text_that_changed_stays_too(self) -> None:
        page = make_article(self.north, title="Une année", summary="Des chiffres.")
        translation = self.started(page)
        self.write(self.editor, translation, "title", "A year")
        page.title = "Deux années"
        publish(page)
        self.update(page)
        page.delete()
        assert "A year" in self.words(page)
