"""The form of the translation editor: what is typed is saved or said, in both directions, whoever else is at work."""

import json
import re
from collections.abc import Sequence
from html import unescape
from typing import TYPE_CHECKING
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml.html import HtmlElement, fromstring
from wagtail.images.tests.utils import get_test_image_file
from wagtail_localize.models import SegmentOverride, StringTranslation, Translation, TranslationContext

from clusters.models import Cluster
from clusters.translation.models import GlossaryTerm
from fedcms.media.models import FederationDocument, FederationImage
from fedcms.users.models import User
from tests.clusters.answers import shown_messages
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_article, publish
from tests.factories.people import make_translator

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

TITLE, SUMMARY = "Une année de mesures", "Ce que disent les chiffres."


class Form(dict[str, str]):
    """The fields of an opened editor, by their names, as a browser without scripts would post them."""

    def __init__(self, html: str) -> None:
        (form,) = fromstring(html).xpath("//form[@id='translation-editor']")
        # A browser takes away the line break with which Django begins a text.
        super().__init__(
            {name: value.removeprefix("\n") for name, value in form.form_values() if name[:4] != "csrf"}
        )
        self.tree: HtmlElement = form

    def named(self, source: str) -> str:
        """The name of the field beside an original."""
        (found,) = [
            each
            for each in self.tree.find_class("translation-text")
            if [s.text_content().strip() for s in each.find_class("translation-text__source")] == [source]
        ]
        return str(found.xpath(".//textarea/@name")[0])

    def beside(self, source: str) -> str:
        """All that is said around a text, with what is typed."""
        (found,) = self.tree.xpath(f"//textarea[@name='{self.named(source)}']/ancestor::div[@data-state]")
        return " ".join(found.text_content().split())


class EditorCase(TranslationCase):
    language = "en"

    def setUp(self) -> None:
        self.page = make_article(
            self.north,
            title=TITLE,
            summary=SUMMARY,
            body=[("paragraph", "<p>Deux mots.</p><p>Trois <b>mots</b> ici.</p>")],
        )
        self.translation = self.started(self.page, self.language)
        self.translator = make_translator("samira", self.language, self.north)

    @property
    def url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.translated(self.page, self.language).pk])

    def form(self, user: User) -> Form:
        return Form(self.open_editor(user, self.translated(self.page, self.language)).content.decode())

    def post(self, user: User, form: Form, url: str = "", **more: str) -> "Answer":
        self.client.force_login(user)
        return self.client.post(url or self.url, {**form, **more})

    def stored(self, source: str) -> str | None:
        row = StringTranslation.objects.filter(
            translation_of__data=source, locale=self.translation.target_locale
        ).first()
        return row.data if row else None


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
        assert "soumise à la relecture" in shown_messages(answer)
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


class Values(TranslationCase):
    def picture(self, cluster: Cluster) -> FederationImage:
        found: FederationImage = FederationImage.objects.create(
            title="Image", file=get_test_image_file(), collection=cluster.collection
        )
        return found

    def setUp(self) -> None:
        self.ours, self.other, self.theirs = (
            self.picture(each) for each in (self.north, self.north, self.south)
        )
        self.page = make_article(
            self.north,
            lead_image=self.ours,
            lead_image_alt="Une image.",
            body=[("paragraph", '<p>Lire <a href="https://example.org/fr">la suite</a>.</p>')],
        )
        self.translation = self.started(self.page)

    def form(self, user: User | None = None) -> Form:
        return Form(self.open_editor(user or self.editor, self.translated(self.page)).content.decode())

    def save(self, form: Form) -> "Answer":
        self.client.force_login(self.editor)
        url = reverse("wagtailadmin_pages:edit", args=[self.translated(self.page).pk])
        return self.client.post(url, dict(form))

    def name_of(self, path: str) -> str:
        segment = self.translation.source.overridablesegment_set.get(context__path__contains=path)
        return f"value-{segment.context_id}-value"

    def test_a_picture_and_a_link_are_replaced_and_taken_back(self) -> None:
        form, picture, link = self.form(), self.name_of("lead_image"), self.name_of("https")
        assert (form[picture], form[link]) == (str(self.ours.pk), "https://example.org/fr")
        self.save(form)
        assert not SegmentOverride.objects.exists(), "what was not touched follows the original"
        form[picture], form[link] = str(self.other.pk), "https://example.org/en"
        self.save(form)
        assert {each.data for each in SegmentOverride.objects.all()} == {
            str(self.other.pk),
            "https://example.org/en",
        }
        form = self.form()
        assert form[picture] == str(self.other.pk)
        form[f"{picture.rpartition('-')[0]}-original"] = "on"
        self.save(form)
        assert self.form()[picture] == str(self.ours.pk)

    def test_a_picture_chosen_before_the_original_was_updated_is_saved(self) -> None:
        form = self.form()
        (picture,) = [name for name, value in form.items() if value == str(self.ours.pk)]
        form[picture] = str(self.other.pk)
        self.page.lead_image = FederationImage.objects.create(
            title="Autre", file=get_test_image_file(), collection=self.north.collection
        )
        publish(self.page)
        self.client.force_login(self.editor)
        self.client.post(reverse("wagtail_localize:update_translations", args=[self.translation.source_id]))
        self.save(form)
        assert [each.data for each in SegmentOverride.objects.all()] == [str(self.other.pk)]

    def test_what_may_not_be_chosen_is_refused_beside_it_and_tells_nothing(self) -> None:
        form, picture, link = self.form(), self.name_of("lead_image"), self.name_of("https")
        form[picture], form[link] = str(self.theirs.pk), "javascript:alert(1)"
        answer = self.save(form)
        html = answer.content.decode()
        again = Form(html)
        assert again[picture] == str(self.ours.pk)
        assert again[link] == "javascript:alert(1)"
        assert "choisissez autre chose" in html
        assert "ne peut pas remplacer" in html
        assert not SegmentOverride.objects.exists()

    def test_a_key_that_no_picture_can_have_is_refused_beside_it(self) -> None:
        for key in ("9" * 30, "9" * 5_000):
            form = self.form()
            form[self.name_of("lead_image")] = key
            assert self.save(form).status_code == 200
        assert not SegmentOverride.objects.exists()

    def test_a_picture_of_others_is_not_told_of(self) -> None:
        self.ours.collection = self.south.collection
        self.ours.save()
        page = self.open_editor(self.editor, self.translated(self.page))
        self.assertNotContains(page, self.name_of("lead_image").removesuffix("-value"))
        self.assertNotContains(page, "Image principale")


class Costs(TranslationCase):
    def items(self, values: Sequence[object]) -> list[dict[str, object]]:
        """The items of a list as Wagtail's editor stores them."""
        return [{"type": "item", "value": value, "id": str(uuid4())} for value in values]

    def values(self, count: int) -> tuple[int, Form]:
        """How many questions the editor of so many pictures, files and pages asks; and its form."""
        collection = self.north.collection
        pictures = [
            FederationImage.objects.create(
                title=f"Image {n}", file=get_test_image_file(), collection=collection
            )
            for n in range(count)
        ]
        files = [
            FederationDocument.objects.create(
                title=f"Fichier {n}", file=ContentFile(b"x", f"{count}-{n}.txt"), collection=collection
            )
            for n in range(count)
        ]
        pages = [make_article(self.north, title=f"Cible {count} {n}") for n in range(count)]
        shown = [
            {"image": {"image": each.pk, "alt_text": "", "decorative": True}, "caption": ""}
            for each in pictures
        ]
        body: list[dict[str, object]] = [
            {"type": "gallery", "value": {"title": "", "images": self.items(shown)}},
            {
                "type": "documents",
                "value": {"title": "", "documents": self.items([each.pk for each in files])},
            },
        ]
        body += [{"type": "button", "value": {"label": "Lire", "page": each.pk, "url": ""}} for each in pages]
        page = make_article(self.north, body=json.dumps(body))
        self.started(page)
        target = self.translated(page)
        self.open_editor(self.editor, target)
        with CaptureQueriesContext(connection) as queries:
            html = self.open_editor(self.editor, target).content.decode()
        return len(queries), Form(html)

    def test_pictures_files_and_pages_are_shown_with_their_names_and_cost_no_more_when_there_are_more(
        self,
    ) -> None:
        few, _form = self.values(2)
        many, form = self.values(8)
        values = [name for name in form if name.startswith("value-")]
        assert len(values) == 3 * 8
        text = form.tree.text_content()
        for number in range(8):
            assert f"Image {number}" in text
            assert f"Fichier {number}" in text
            assert f"Cible 8 {number}" in text
        assert many == few

    def queries(self, count: int) -> tuple[int, int]:
        """How many questions the editor of so many paragraphs asks; how many fields it has."""
        body = [("paragraph", f"<p>Le texte numéro {number}.</p>") for number in range(count)]
        page = make_article(self.north, body=body)
        translation = self.started(page)
        self.write_all(self.editor, translation)
        target = self.translated(page)
        self.open_editor(self.editor, target)
        with CaptureQueriesContext(connection) as queries:
            html = self.open_editor(self.editor, target).content.decode()
        return len(queries), len(re.findall("<textarea", html))

    def test_fifty_texts_ask_no_more_than_five(self) -> None:
        few, five = self.queries(5)
        many, fifty = self.queries(50)
        assert fifty - five == 45
        assert many == few

    def test_a_form_says_what_it_shows_in_one_field(self) -> None:
        """Django takes a thousand fields: a page of many texts is saved all the same."""
        page = make_article(self.north, body=[("paragraph", "<p>Un.</p>")])
        html = self.open_editor(
            self.editor, self.translated(page) if self.started(page) else page
        ).content.decode()
        found = re.search('name="shown" value="([^"]*)"', html)
        assert found
        assert len(json.loads(unescape(found[1]))) == len(re.findall("<textarea", html))
