"""The form of the translation editor while others save, update, lock or stop: no word is lost or replaced unseen."""

from typing import TYPE_CHECKING

from django.urls import reverse

from tests.clusters.answers import shown_messages
from tests.clusters.translation_form_support import SUMMARY, TITLE, EditorCase, Form
from tests.factories import publish

if TYPE_CHECKING:
    pass


class TwoTabs(EditorCase):
    def test_who_comes_second_reads_the_first_s_words_and_may_then_replace_them(self) -> None:
        first, second = self.form(self.editor), self.form(self.translator)
        first[first.named(TITLE)], second[second.named(TITLE)] = "Hers", "His"
        self.post(self.editor, first)
        answer = self.post(self.translator, second)
        again = Form(answer.content.decode())
        assert "« Hers »" in again.beside(TITLE)
        assert again[again.named(TITLE)] == "His"
        assert self.stored(TITLE) == "Hers"
        assert self.post(self.translator, again).status_code == 302
        assert self.stored(TITLE) == "His"

    def test_a_text_that_only_the_other_one_touched_stays_theirs(self) -> None:
        self.write(self.editor, self.translation, "title", "Before")
        first, second = self.form(self.editor), self.form(self.translator)
        first[first.named(TITLE)], second[second.named(SUMMARY)] = "Hers", "His"
        self.post(self.editor, first)
        assert self.post(self.translator, second).status_code == 302
        assert (self.stored(TITLE), self.stored(SUMMARY)) == ("Hers", "His")

    def test_a_form_from_before_the_original_was_updated_still_saves_and_loses_no_word(self) -> None:
        form = self.form(self.translator)
        form[form.named(TITLE)] = "A year"
        form[form.named(SUMMARY)] = "Written for nobody"
        self.page.summary = "Un autre résumé."
        publish(self.page)
        self.press_update()
        answer = self.post(self.translator, form)
        html = answer.content.decode()
        assert self.stored(TITLE) == "A year"
        assert "L’original a changé pendant que vous écriviez" in html
        assert "Written for nobody" in html
        assert "Un autre résumé." in html

    def test_what_was_typed_for_a_text_that_is_gone_is_shown_while_the_page_is_locked_too(self) -> None:
        form = self.form(self.translator)
        form[form.named(SUMMARY)] = "Written for nobody"
        self.page.summary = "Un autre résumé."
        publish(self.page)
        self.press_update()
        self.write_all(self.editor, self.translation)
        self.press(self.editor, self.translation, "submit")
        answer = self.post(self.translator, form)
        assert "en relecture ou verrouillée" in shown_messages(answer)
        self.assertContains(answer, "Written for nobody")

    def test_what_was_typed_while_somebody_stopped_the_translation_is_shown_to_be_copied(self) -> None:
        form = self.form(self.editor)
        form[form.named(TITLE)] = "A year"
        self.press_stop()
        for url in (self.url, reverse("translation_moderation:submit", args=[self.translation.pk])):
            answer = self.post(self.editor, form, url)
            self.assertContains(answer, "A year")
            self.assertContains(answer, "ne suit plus son original")
        untouched = self.client.post(self.url, {"shown": "{}"})
        assert "ne suit plus son original" in shown_messages(untouched)

    def press_stop(self) -> None:
        self.client.force_login(self.publisher)
        self.client.post(reverse("wagtail_localize:stop_translation", args=[self.translation.pk]))

    def press_update(self) -> None:
        self.client.force_login(self.editor)
        self.client.post(reverse("wagtail_localize:update_translations", args=[self.translation.source_id]))

    def test_an_original_that_says_something_else_by_now_is_told(self) -> None:
        words = "La page d’origine dit autre chose aujourd’hui"
        update = reverse("wagtail_localize:update_translations", args=[self.translation.source_id])
        self.assertNotContains(self.open_editor(self.editor, self.translated(self.page)), words)
        self.page.summary = "Un autre résumé."
        publish(self.page)
        answer = self.open_editor(self.editor, self.translated(self.page))
        self.assertContains(answer, words)
        self.assertContains(answer, update)
        answer = self.open_editor(self.translator, self.translated(self.page))
        self.assertContains(answer, words)
        self.assertNotContains(answer, update)
        self.press_update()
        self.assertNotContains(self.open_editor(self.editor, self.translated(self.page)), words)
