"""The form of the translation editor: what is typed is saved or said, in both directions, whoever else is at work."""

from typing import TYPE_CHECKING

from django.urls import reverse
from wagtail_localize.models import StringTranslation, Translation, TranslationContext

from clusters.translation.models import GlossaryTerm
from fedcms.users.models import User
from tests.clusters.answers import shown_messages
from tests.clusters.translation_form_support import SUMMARY, TITLE, EditorCase, Form
from tests.factories import make_article

if TYPE_CHECKING:
    pass


class Saving(EditorCase):
    def test_what_is_typed_is_saved_and_the_rest_is_left_untranslated(self) -> None:
        form = self.form(self.translator)
        form[form.named(TITLE)] = "A year of\r\nmeasures"
        answer = self.post(self.translator, form)
        assert answer.status_code == 302
        assert shown_messages(answer) == "La traduction est enregistrée."
        assert self.stored(TITLE) == "A year of measures"
        assert StringTranslation.objects.count() == 1
        again = self.form(self.translator)
        assert again[again.named(TITLE)] == "A year of measures"
        assert "À traduire" in again.beside(SUMMARY)
        assert "Traduit à la main" in again.beside(TITLE)
        assert "samira" in again.beside(TITLE)

    def test_a_text_without_words_stays_in_the_form_with_the_reason_and_the_others_are_saved(self) -> None:
        self.write(self.editor, self.translation, "summary", "What they say.")
        form = self.form(self.translator)
        form[form.named(SUMMARY)] = "\u200b  "
        form[form.named(TITLE)] = "A year"
        answer = self.post(self.translator, form)
        assert answer.status_code == 200
        html = answer.content.decode()
        again = Form(html)
        assert again[again.named(SUMMARY)] == "\u200b  "
        assert "La traduction n’a pas de mots." in again.beside(SUMMARY)
        field = again.tree.xpath(f"//textarea[@name='{again.named(SUMMARY)}']")[0]
        assert field.get("aria-invalid") == "true"
        assert all(again.tree.xpath(f"//*[@id='{key}']") for key in field.get("aria-describedby").split())
        assert (self.stored(SUMMARY), self.stored(TITLE)) == ("What they say.", "A year")
        assert 'data-w-unsaved-force-value="true"' in html

    def test_markup_that_is_not_allowed_is_kept_and_said_beside_its_text(self) -> None:
        form = self.form(self.translator)
        form[form.named(TITLE)] = "<h1>A year</h1>"
        self.post(self.translator, form)
        again = self.form(self.translator)
        assert again[again.named(TITLE)] == "<h1>A year</h1>"
        assert "h1" in again.beside(TITLE).replace("<h1>A year</h1>", "")
        assert "reste" in self.open_editor(self.translator, self.translated(self.page)).content.decode()

    def test_a_page_of_more_than_a_thousand_texts_is_saved(self) -> None:
        form = self.form(self.translator)
        form[form.named(TITLE)] = "A year"
        others = {f"text-{number}-0-target": "" for number in range(1_500)}
        assert self.post(self.translator, form, **others).status_code == 302
        assert self.stored(TITLE) == "A year"

    def test_a_text_that_is_emptied_is_to_be_translated_again(self) -> None:
        self.write(self.editor, self.translation, "title", "A year")
        form = self.form(self.translator)
        form[form.named(TITLE)] = ""
        self.post(self.translator, form)
        assert self.stored(TITLE) is None

    def test_an_inline_mark_is_shown_with_its_text_and_saved_with_it(self) -> None:
        form = self.form(self.translator)
        form[form.named("Trois <b>mots</b> ici.")] = "Three <b>words</b> here."
        self.post(self.translator, form)
        assert self.stored("Trois <b>mots</b> ici.") == "Three <b>words</b> here."

    def test_the_same_words_twice_in_one_paragraph_are_one_text(self) -> None:
        page = make_article(self.north, body=[("paragraph", "<p>Oui.</p><p>Oui.</p><p>Non.</p>")])
        self.page, self.translation = page, self.started(page)
        form = self.form(self.editor)
        form[form.named("Oui.")] = "Yes."
        assert self.post(self.editor, form).status_code == 302
        assert self.stored("Oui.") == "Yes."

    def test_a_form_that_was_tampered_with_writes_nothing_and_does_not_fail(self) -> None:
        form = self.form(self.editor)
        for shown in ("", "[]", "{", "null", '{"9-9": 3}'):
            form["shown"] = shown
            assert self.post(self.editor, form).status_code == 302, shown
        assert not StringTranslation.objects.exists()

    def test_a_form_that_says_nonsense_does_not_fail(self) -> None:
        form = self.form(self.translator)
        assert self.post(self.translator, form, shown="[" * 100_000).status_code == 302

    def test_texts_of_a_field_that_the_model_does_not_have_any_more_are_shown_last(self) -> None:
        context = TranslationContext.objects.get(path="summary", object_id=self.translation.source.object_id)
        TranslationContext.objects.filter(pk=context.pk).update(path="former", field_path="former")
        assert "Former" in self.form(self.translator).tree.text_content()

    def test_a_stranger_saves_nothing(self) -> None:
        form = self.form(self.editor)
        form[form.named(TITLE)] = "Stolen"
        for url in (self.url, self.url_of(self.translation, "submit")):
            assert self.post(self.stranger, form, url).status_code in (302, 403)
        assert self.stored(TITLE) is None


class Buttons(EditorCase):
    def filled(self, user: User) -> Form:
        form = self.form(user)
        for name in form:
            if name.startswith("text-"):
                form[name] = "A translation"
        return form

    def test_submitting_saves_what_was_typed_first(self) -> None:
        form = self.filled(self.translator)
        answer = self.post(self.translator, form, self.url_of(self.translation, "submit"))
        assert "Soumise à la relecture" in shown_messages(answer)
        target = self.translated(self.page)
        assert target.workflow_in_progress
        assert target.get_latest_revision_as_object().title == "A translation"

    def test_nothing_is_submitted_while_a_text_is_refused(self) -> None:
        form = self.filled(self.translator)
        form[form.named(TITLE)] = " "
        answer = self.post(self.translator, form, self.url_of(self.translation, "submit"))
        assert answer.status_code == 200
        assert not self.translated(self.page).workflow_in_progress

    def test_publishing_saves_first_and_is_offered_to_who_may(self) -> None:
        assert (
            "Publier en" not in self.open_editor(self.translator, self.translated(self.page)).content.decode()
        )
        form = self.filled(self.publisher)
        assert "Publier en" in form.tree.text_content()
        self.post(self.publisher, form, action="publish")
        assert self.translated(self.page).live
        assert self.translated(self.page).title == "A translation"

    def test_a_translator_who_asks_for_it_publishes_nothing(self) -> None:
        self.post(self.translator, self.filled(self.translator), action="publish")
        assert not self.translated(self.page).live

    def test_what_ends_or_removes_something_is_in_the_menu_and_not_a_translator_s(self) -> None:
        def menu(user: User) -> str:
            (found,) = self.form(user).tree.xpath(".//footer//*[@data-w-dropdown-target='content']") or [None]
            return found.text_content() if found is not None else ""

        assert "Arrêter la synchronisation" in menu(self.publisher)
        assert "Supprimer" in menu(self.publisher)
        html = self.open_editor(self.translator, self.translated(self.page)).content.decode()
        assert "Arrêter la synchronisation" not in html
        assert "/delete/" not in html

    def test_stopping_keeps_what_was_just_typed(self) -> None:
        form = self.filled(self.editor)
        self.post(self.editor, form, reverse("wagtail_localize:stop_translation", args=[self.translation.pk]))
        assert not Translation.objects.get(pk=self.translation.pk).enabled
        assert self.translated(self.page).get_latest_revision_as_object().title == "A translation"

    def test_the_machine_fills_what_is_left_and_not_what_was_just_typed(self) -> None:
        form = self.form(self.translator)
        form[form.named(TITLE)] = "By hand"
        url = reverse("wagtail_localize:machine_translate", args=[self.translation.pk])
        self.post(self.translator, form, url)
        assert self.stored(TITLE) == "By hand"
        assert self.stored(SUMMARY)

    def test_while_it_is_reviewed_the_fields_are_to_be_read_and_what_was_typed_is_not_lost(self) -> None:
        old = self.form(self.translator)
        self.write_all(self.editor, self.translation)
        self.press(self.editor, self.translation, "submit")
        now = self.form(self.translator)
        assert len(now.tree.xpath(".//textarea[@readonly]")) == 4
        assert "Enregistrer le brouillon" not in now.tree.text_content()
        old[old.named(TITLE)] = "Typed before"
        answer = self.post(self.translator, old)
        again = Form(answer.content.decode())
        assert "en relecture ou verrouillée" in shown_messages(answer)
        assert again[again.named(TITLE)] == "Typed before"
        assert self.stored(TITLE) == f"EN {TITLE}"

    def test_who_reviews_and_corrects_a_text_reads_it_again_before_they_approve(self) -> None:
        self.write_all(self.editor, self.translation)
        self.press(self.editor, self.translation, "submit")
        form = self.form(self.publisher)
        form[form.named(TITLE)] = "Corrected"
        approve = self.url_of(self.translation, "approve")
        assert "a changé depuis" in shown_messages(self.post(self.publisher, form, approve))
        assert not self.translated(self.page).live
        self.post(self.publisher, self.form(self.publisher), approve)
        assert self.translated(self.page).title == "Corrected"

    def test_a_remark_is_kept_with_what_is_not_taken(self) -> None:
        self.write_all(self.editor, self.translation)
        self.press(self.editor, self.translation, "submit")
        form = self.form(self.publisher)
        form[form.named(TITLE)] = " "
        answer = self.post(self.publisher, form, self.url_of(self.translation, "reject"), comment="Le titre.")
        assert Form(answer.content.decode())["comment"] == "Le titre."
        assert self.translated(self.page).workflow_in_progress


class RightToLeft(EditorCase):
    language = "ar"

    def test_each_side_has_its_language_and_direction(self) -> None:
        term = GlossaryTerm(
            source_language="fr", target_language="ar", source_term="mesure", target_term="قياس"
        )
        term.full_clean()
        term.save()
        self.write(self.editor, self.translation, "title", "سنة")
        form = self.form(self.translator)
        fields = form.tree.xpath(".//textarea[starts-with(@name, 'text-')]")
        assert {(each.get("lang"), each.get("dir")) for each in fields} == {("ar", "rtl")}
        sources = form.tree.find_class("translation-text__source")
        assert {(each.get("lang"), each.get("dir")) for each in sources} == {("fr", "ltr")}
        note = form.tree.xpath(".//*[@role='note' and @aria-label='Glossaire']")
        assert len(note) == 1
        assert "قياس" in note[0].text_content()
        assert "ne suit pas le glossaire" in note[0].text_content()

    def test_each_field_has_a_name_that_says_its_place_and_language(self) -> None:
        tree = self.form(self.translator).tree
        for field in tree.xpath(".//textarea"):
            (label,) = tree.xpath(f".//label[@for='{field.get('id')}']")
            assert "en العربية" in label.text_content()
