"""A translation without words is no translation: refused in the editor, not taken from a machine, told as missing."""

from django.core.management import call_command
from django.urls import reverse
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.strings import StringValue

from clusters.translation.drafts.building import missing_strings
from clusters.translation.machine.translator import _checked
from clusters.translation.models import State
from clusters.translation.state.freshness import recomputed_state, refresh, stored_state
from clusters.translation.texts.blank_texts import has_words, is_blank
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_article
from tests.factories.people import make_translator

BLANKS = ("", "   ", "\u00a0", "\u200b", "\u200f \u2060", "\u3164", "\u2800", "\ufe0f")
PARAGRAPH = "Les élèves y fabriquent des capteurs."


class Words(TranslationCase):
    def test_what_nobody_sees_is_no_word_and_figures_and_signs_are(self) -> None:
        assert [text for text in (*BLANKS, "<b> </b>", "&nbsp;") if not is_blank("Bonjour", text)] == []
        assert all(has_words(text) for text in ("a", "م", "40", "…", "–", "😀", "e\u0301"))

    def test_what_says_nothing_itself_may_be_translated_by_anything(self) -> None:
        assert not is_blank("<br/>", "")
        assert not is_blank("\u00a0", "")
        assert is_blank("40 %", " ")


class Blank(TranslationCase):
    def setUp(self) -> None:
        self.page = make_article(self.north, body=[("paragraph", f"<p>{PARAGRAPH}</p>")])
        self.translation = self.started(self.page)
        self.translator = make_translator("samira", "en", self.north)

    def path(self) -> str:
        segment = self.translation.source.stringsegment_set.get(string__data=PARAGRAPH)
        return str(segment.context.path)

    def row(self) -> StringTranslation:
        found: StringTranslation = StringTranslation.objects.get(
            translation_of__data=PARAGRAPH, locale=self.translation.target_locale
        )
        return found

    def agree(self, translation: Translation, state: str) -> None:
        target = self.translated(self.page)
        kept = stored_state(target, translation.target_locale)
        assert kept == recomputed_state(target, translation.target_locale)
        assert kept is not None
        assert kept.state == state
        call_command("check_translations", verbosity=0)

    def test_a_request_that_says_nothing_or_says_it_otherwise_is_answered(self) -> None:
        segment = self.translation.source.stringsegment_set.get(string__data=PARAGRAPH)
        url = reverse("wagtail_localize:edit_string_translation", args=[self.translation.pk, segment.pk])
        self.client.force_login(self.translator)
        for body, kind, status in (
            ("", "application/x-www-form-urlencoded", 400),
            ("[]", "application/json", 415),
            ("{", "application/json", 415),
        ):
            assert self.client.put(url, body, content_type=kind).status_code == status

    def test_the_editor_refuses_it_in_words_and_what_was_there_stays(self) -> None:
        self.write_all(self.editor, self.translation)
        for blank in BLANKS:
            answer = self.write(self.translator, self.translation, self.path(), blank)
            assert answer.status_code == 400, repr(blank)
            assert answer.json()["detail"] == "La traduction n’a pas de mots."
        assert self.row().data == f"EN {PARAGRAPH}"

    def test_one_that_is_stored_in_another_way_is_marked_and_not_submitted(self) -> None:
        self.write_all(self.editor, self.translation)
        row = self.row()
        row.data = " "
        row.save()
        row.refresh_from_db()
        assert row.has_error
        assert row.get_error() == "La traduction n’a pas de mots."
        assert missing_strings(self.translation) == [PARAGRAPH]
        self.press(self.translator, self.translation, "submit")
        assert self.translated(self.page).current_workflow_state is None
        self.agree(self.translation, State.MISSING)

    def test_one_from_before_counts_as_missing(self) -> None:
        self.write_all(self.editor, self.translation)
        for blank in BLANKS:
            StringTranslation.objects.filter(pk=self.row().pk).update(data=blank, has_error=False)
            refresh(self.page.translation_key)
            assert missing_strings(self.translation) == [PARAGRAPH]
            self.agree(self.translation, State.MISSING)

    def test_one_that_is_public_already_is_stale(self) -> None:
        self.write_all(self.editor, self.translation)
        self.press(self.editor, self.translation, "submit")
        self.press(self.publisher, self.translation, "approve")
        assert self.translated(self.page).live
        self.agree(self.translation, State.FRESH)
        StringTranslation.objects.filter(pk=self.row().pk).update(data="\u200b")
        refresh(self.page.translation_key)
        self.agree(self.translation, State.STALE)

    def test_a_machine_s_empty_answer_is_not_taken(self) -> None:
        source, other = StringValue(PARAGRAPH), StringValue("Bonjour")
        assert _checked({source: StringValue(" "), other: StringValue("Hello")}) == {
            other: StringValue("Hello")
        }
