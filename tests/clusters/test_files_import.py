"""Files of translations come in text by text: what is right is taken as if it were typed, the rest is explained."""

import re
from unittest.mock import patch
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings
from wagtail_localize.models import StringTranslation, Translation

from clusters.translation.exchange.export_contents import Pair, contents_of
from clusters.translation.exchange.file_contents import FoundContent
from clusters.translation.exchange.file_import import Outcome, import_contents
from clusters.translation.exchange.po import write_po
from clusters.translation.exchange.targets import ImportTarget
from clusters.translation.exchange.xliff_reader import read_xliff
from clusters.translation.exchange.xliff_writer import write_xliff
from clusters.translation.models import GlossaryTerm, TranslationImport
from clusters.translation.state.freshness import recomputed_state, stored_state
from tests.clusters.files_support import FilesCase, translate
from tests.factories import make_article, publish


class TakingAndNot(FilesCase):
    def test_what_is_taken_is_the_persons_draft_and_what_follows_from_it_does(self) -> None:
        translation = self.started(self.page)
        data = translate(write_xliff(self.going_out()), Une="A year", Des="Figures &amp; facts")
        lines = self.take(data)
        assert self.outcomes(lines) == {
            "Une": "taken",
            "Des": "taken",
            "Lisez": "empty",
            "Puis": "empty",
        }
        kept = self.said_in("title")
        assert kept is not None
        assert (kept.data, kept.last_translated_by, kept.translation_type) == (
            "A year",
            self.editor,
            "manual",
        )
        assert self.said_in("summary").data == "Figures &amp; facts"  # type: ignore[union-attr]
        target = self.translated(self.page)
        assert (target.live, target.draft_title) == (False, "A year")
        assert stored_state(self.page, translation.target_locale) == recomputed_state(
            self.page, translation.target_locale
        )

    def test_a_whole_page_with_its_tags_is_ready_to_be_submitted(self) -> None:
        translation = self.started(self.page)
        data = translate(
            write_xliff(self.going_out()),
            Une="A year",
            Des="Figures.",
            Lisez='<pc id="1" dataRefStart="d1" dataRefEnd="d2">The <pc id="2" dataRefStart="d3" '
            'dataRefEnd="d4">guide</pc></pc> has %(count)s pages.',
            Puis="Then come.",
        )
        assert not [line for line in self.take(data) if line.outcome == Outcome.REFUSED], self.made.lines
        self.press(self.editor, translation, "submit")
        body = str(self.translated(self.page).get_latest_revision_as_object().body)
        assert 'href="https://example.org/fr"' in body
        assert "has %(count)s pages" in body

    def test_the_same_file_twice_changes_nothing(self) -> None:
        self.started(self.page)
        data = translate(write_xliff(self.going_out()), Une="A year")
        self.take(data)
        before = list(StringTranslation.objects.order_by("pk").values_list("pk", "updated_at"))
        with patch.object(ImportTarget, "write") as write:
            assert self.outcomes(self.take(data))["Une"] == "unchanged"
        assert not write.called
        assert list(StringTranslation.objects.order_by("pk").values_list("pk", "updated_at")) == before

    def test_what_was_exported_is_imported_unchanged_in_both_formats(self) -> None:
        translation = self.started(self.page)
        self.write_all(self.editor, translation)
        for write in (write_xliff, write_po):
            lines = self.take(write(self.going_out()))
            assert {line.outcome for line in lines} == {"unchanged"}, lines

    def test_a_machines_text_that_somebody_reviewed_is_a_persons(self) -> None:
        self.write_all(self.editor, self.started(self.page))
        StringTranslation.objects.update(translation_type="machine", tool_name="DeepL")
        data = write_xliff(self.going_out())
        assert {line.outcome for line in self.take(data)} == {"unchanged"}
        lines = self.take(data.replace(b'state="translated"', b'state="reviewed"'))
        assert {line.outcome for line in lines} == {"taken"}
        assert not StringTranslation.objects.filter(translation_type="machine").exists()

    def test_a_page_that_is_not_translated_yet_goes_out_and_is_begun_when_it_comes_back(self) -> None:
        data = write_xliff(self.going_out())
        assert not Translation.objects.exists()
        self.take(data)
        assert not Translation.objects.exists(), "nobody translated anything"
        self.take(translate(data, Une="A year"))
        assert not self.translated(self.page).live
        assert self.said_in("title").data == "A year"  # type: ignore[union-attr]
        assert {line.outcome for line in self.take(translate(data, Une="A year"))} == {"unchanged", "empty"}

    def test_nothing_is_begun_for_a_file_of_which_nothing_is_taken(self) -> None:
        lines = self.take(translate(write_xliff(self.going_out()), Une="A year of {name}"))
        assert "{name}" in self.reason(lines)
        assert not Translation.objects.exists()

    def test_a_term_of_the_glossary_that_is_ignored_is_a_warning(self) -> None:
        GlossaryTerm.objects.create(
            source_language="fr", target_language="en", source_term="chiffre", target_term="key figure"
        )
        self.started(self.page)
        (content,) = self.going_out()
        assert any("key figure" in note for unit in content.units for note in unit.notes)
        lines = self.take(translate(write_xliff([content]), Des="Numbers."))
        (taken,) = [line for line in lines if line.outcome == Outcome.TAKEN]
        assert taken.is_warning
        assert "key figure" in taken.reason
        assert self.made.counts["warnings"] == 1

    def test_a_page_that_fails_takes_nothing_from_the_others(self) -> None:
        second = make_article(self.north, title="Seconde", summary="Autre.")
        self.started(self.page)
        self.started(second)
        data = translate(write_xliff(self.going_out(None, self.page, second)), Une="A year", Seconde="Second")
        write = ImportTarget.write

        def failing(target: ImportTarget, *args: object) -> None:
            if target.page.translation_key == self.page.translation_key:
                raise RuntimeError
            write(target, *args)  # type: ignore[arg-type]

        with patch.object(ImportTarget, "write", failing), self.assertLogs("fedcms.translation", "ERROR"):
            lines = self.take(data)
        assert self.outcomes(lines)["Seconde"] == "taken"
        assert "Erreur inattendue" in self.reason(lines)
        assert self.said_in("title") is None

    def test_the_number_of_queries_does_not_grow_with_that_of_texts(self) -> None:
        short = make_article(self.north, title="Courte", summary="Brève.")
        long = make_article(
            self.north,
            title="Longue",
            summary="Étendue.",
            body=[("paragraph", "".join(f"<p>Texte {n}.</p>" for n in range(40)))],
        )
        asked = []
        for page in (short, long):
            self.started(page)
            with CaptureQueriesContext(connection) as out:
                data = write_xliff(self.going_out(None, page))
            data = re.sub(rb"<source>([^<]*)</source>", rb"<source>\1</source><target>EN \1</target>", data)
            with CaptureQueriesContext(connection) as taking:
                lines = self.take(data)
            assert {line.outcome for line in lines} == {"taken"}
            asked.append((len(out), len(taking), len(lines)))
        assert asked[1][2] == asked[0][2] + 40
        assert asked[1][0] <= asked[0][0]
        assert asked[1][1] <= asked[0][1]

    def test_an_original_that_changed_is_shown_as_it_was_and_as_it_is(self) -> None:
        translation = self.started(self.page)
        data = translate(write_xliff(self.going_out()), Une="A year", Des="Figures.")
        self.page.title = "Deux années"
        publish(self.page)
        translation.source.update_from_db()
        lines = self.take(data)
        assert "a changé" in self.reason(lines)
        assert (lines[0].source, lines[0].present) == ("Une année", "Deux années")
        assert self.said_in("title") is None
        assert self.outcomes(lines)["Des"] == "taken"

    def test_a_text_that_is_gone_and_one_that_was_never_there_are_not_taken(self) -> None:
        self.started(self.page)
        data = translate(write_xliff(self.going_out()), Une="A year").replace(
            b'name="title"', b'name="body.gone"'
        )
        assert "n’est plus" in self.reason(self.take(data))

    def test_tags_placeholders_length_and_fuzzy_are_reasons(self) -> None:
        self.started(self.page)
        out = self.going_out()
        assert "<b>" in self.reason(self.take(translate(write_xliff(out), Lisez="Read it: %(count)s.")))
        po = write_po(out).decode()
        source = next(unit.source for unit in out[0].units if unit.source.startswith("Lisez"))
        escaped = source.replace('"', '\\"')
        blank = f'msgid "{escaped}"\nmsgstr ""'
        assert blank in po
        for target, why in (
            (escaped.replace("%(count)s", "40"), "%(count)s"),
            (escaped.replace("a1", "a7"), "a7"),
            (escaped.replace("Lisez", "<script>x</script>"), "HTML"),
        ):
            lines = self.take(po.replace(blank, f'msgid "{escaped}"\nmsgstr "{target}"').encode())
            assert why in self.reason(lines)
        long = po.replace('msgid "Une année"\nmsgstr ""', f'msgid "Une année"\nmsgstr "{"long " * 80}"')
        assert "Trop long" in self.reason(self.take(long.encode()))
        fuzzy = re.sub(r'(msgctxt "[^"]*:title"\nmsgid "Une année"\nmsgstr )""', r'#, fuzzy\n\1"A year"', po)
        assert "fuzzy" in self.reason(self.take(fuzzy.encode()))
        assert not StringTranslation.objects.exists()

    def test_two_translations_of_one_text_are_not_chosen_from(self) -> None:
        self.started(self.page)
        (content,) = read_xliff(translate(write_xliff(self.going_out()), Une="A year"))
        twin = next(unit for unit in content.units if unit.path == "title")
        content.units.append(type(twin)(twin.path, twin.source, "One year"))
        made = import_contents([content], self.editor)
        assert (made.counts["taken"], made.counts["refused"]) == (0, 2)
        assert self.said_in("title") is None

    def test_pages_and_languages_that_are_not_known_are_named(self) -> None:
        self.started(self.page)
        data = translate(write_xliff(self.going_out()), Une="A year")
        for other, why in (
            (data.replace(str(self.page.translation_key).encode(), str(uuid4()).encode()), "Page inconnue"),
            (data.replace(str(self.page.translation_key).encode(), b"nonsense"), "Page inconnue"),
            (data.replace(b'trgLang="en"', b'trgLang="xx"'), "xx"),
            (data.replace(b'srcLang="fr"', b'srcLang="es"'), "depuis"),
        ):
            assert why in self.reason(self.take(other)), why
        po = write_po(self.going_out()).decode().replace(str(self.page.translation_key), "garbage")
        po = po.replace('msgid "Une année"\nmsgstr ""', 'msgid "Une année"\nmsgstr "A year"')
        assert "Page inconnue" in self.reason(self.take(po.encode()))

    def test_a_translation_that_one_opened_goes_out_alone(self) -> None:
        translation = self.started(self.page)
        (content,) = contents_of([Pair(self.page, self.english, translation)])
        assert [unit.label for unit in content.units][:2] == ["Titre", "Chapô"]
        with override_settings(WAGTAILADMIN_BASE_URL="https://edtech.example"):
            (content,) = contents_of([Pair(self.page, self.english, translation)])
        assert content.address == f"https://edtech.example/fr{self.page.url.removeprefix('/fr')}"
        assert content.address.encode() in write_xliff([content])

    def test_the_oldest_reports_of_a_person_go(self) -> None:
        others = import_contents([], self.publisher)
        first = import_contents([], self.editor)
        for _number in range(10):
            import_contents([FoundContent("x", "fr", "en")], self.editor)
        assert TranslationImport.objects.filter(user=self.editor).count() == 10
        assert not TranslationImport.objects.filter(pk=first.pk).exists()
        assert TranslationImport.objects.filter(pk=others.pk).exists()
