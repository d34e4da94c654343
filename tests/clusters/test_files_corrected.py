"""Files of translations that come back late, twice or odd: nothing that people wrote since is lost, and all is said."""

from dataclasses import replace

from wagtail_localize.models import String, StringSegment, StringTranslation, TranslationContext
from wagtail_localize.strings import StringValue

from clusters.translation.exchange.file_contents import FoundContent, FoundUnit
from clusters.translation.exchange.file_import import Outcome, import_contents
from clusters.translation.exchange.po import write_po
from clusters.translation.exchange.xliff_reader import read_xliff
from clusters.translation.exchange.xliff_writer import write_xliff
from clusters.translation.models import ApprovedTranslation, TranslationImport
from tests.clusters.files_support import FilesCase, translate


class ComingBackLate(FilesCase):
    def corrected(self, data: str) -> None:
        """An editor corrects the title in the editor of the translation."""
        StringTranslation.objects.filter(context__path="title").update(
            data=data, tool_name="", last_translated_by=self.publisher
        )

    def test_what_was_corrected_since_the_file_was_made_is_kept_in_both_formats(self) -> None:
        self.write_all(self.editor, self.started(self.page))
        for write in (write_xliff, write_po):
            self.corrected("EN Une année")
            data = write(self.going_out())
            self.corrected("A better year")
            assert {line.outcome for line in self.take(data)} == {"unchanged"}, "as it went out"
            reason = self.reason(self.take(data.replace("EN Une année".encode(), b"Another year")))
            assert "A better year" in reason
            assert "corrigée" in reason
            assert self.said_in("title").data == "A better year"  # type: ignore[union-attr]

    def test_a_text_that_somebody_began_meanwhile_is_kept(self) -> None:
        translation = self.started(self.page)
        data = translate(write_xliff(self.going_out()), Une="A year", Des="Figures.")
        self.write_all(self.publisher, translation)
        lines = [line for line in self.take(data) if line.outcome == Outcome.REFUSED]
        assert len(lines) == 2
        assert "EN Une année" in "".join(line.reason for line in lines)

    def test_a_second_delivery_replaces_the_first_of_the_same_person_and_says_so(self) -> None:
        self.started(self.page)
        data = write_xliff(self.going_out())
        self.take(translate(data, Une="A year"))
        assert "corrigée" in self.reason(self.take(translate(data, Une="The year"), self.publisher))
        (taken,) = [
            line for line in self.take(translate(data, Une="One year")) if line.outcome == Outcome.TAKEN
        ]
        assert taken.is_warning
        assert "A year" in taken.reason
        assert self.said_in("title").data == "One year"  # type: ignore[union-attr]

    def test_a_file_without_marks_replaces_and_keeps_what_it_replaced_in_the_report(self) -> None:
        self.write_all(self.editor, self.started(self.page))
        (content,) = read_xliff(write_xliff(self.going_out()))
        content.units = [
            replace(unit, kept="", target=unit.target.replace("EN Une", "A")) for unit in content.units
        ]
        made = import_contents([content], self.editor)
        assert (made.counts["taken"], made.counts["warnings"]) == (1, 1)
        assert "EN Une année" in made.lines[0][4]

    def test_a_machines_text_that_was_approved_unread_does_not_go_out_as_final(self) -> None:
        translation = self.started(self.page)
        self.write_all(self.editor, translation)
        StringTranslation.objects.update(translation_type="machine", tool_name="DeepL")
        (content,) = self.going_out()
        ApprovedTranslation.objects.update_or_create(
            translation=translation,
            defaults={"texts": [[unit.path, unit.source, unit.target] for unit in content.units]},
        )
        data = write_xliff(self.going_out())
        assert b'state="final"' not in data
        assert {line.outcome for line in self.take(data)} == {"unchanged"}
        assert not StringTranslation.objects.exclude(translation_type="machine").exists()


class SaidTwice(FilesCase):
    def test_the_same_text_twice_with_one_translation_is_taken_once(self) -> None:
        self.started(self.page)
        (content,) = read_xliff(translate(write_xliff(self.going_out()), Une="A year"))
        content.units += [unit for unit in content.units if unit.path == "title"]
        made = import_contents([content], self.editor)
        assert made.counts["refused"] == 0
        assert self.said_in("title").data == "A year"  # type: ignore[union-attr]

    def test_a_copy_as_it_went_out_and_another_one_are_not_chosen_from(self) -> None:
        self.write_all(self.editor, self.started(self.page))
        (content,) = read_xliff(write_xliff(self.going_out()))
        twin = next(unit for unit in content.units if unit.path == "title")
        content.units.append(replace(twin, target="One year"))
        made = import_contents([content], self.editor)
        assert (made.counts["taken"], made.counts["refused"]) == (0, 2)

    def test_two_texts_that_differ_by_a_no_break_space_are_two(self) -> None:
        translation = self.started(self.page)
        context = TranslationContext.objects.get(object_id=self.page.translation_key, path="title")
        string = String.from_value(translation.source.locale, StringValue("Une\xa0année"))
        StringSegment.objects.create(
            source=translation.source, string=string, context=context, order=99, attrs="{}"
        )
        (content,) = read_xliff(translate(write_xliff(self.going_out()), Une="A year"))
        other = next(unit for unit in content.units if unit.source == "Une\xa0année")
        content.units = [unit for unit in content.units if unit is not other]
        content.units.append(replace(other, target="A\xa0year"))
        made = import_contents([content], self.editor)
        assert (made.counts["taken"], made.counts["refused"]) == (2, 0)
        kept = dict(StringTranslation.objects.values_list("translation_of__data", "data"))
        assert kept == {"Une année": "A year", "Une\xa0année": "A\xa0year"}


class OddCharacters(FilesCase):
    def test_what_no_database_holds_is_shown_as_a_sign_and_loses_no_report(self) -> None:
        self.started(self.page)
        (content,) = read_xliff(write_xliff(self.going_out()))
        content.units[0] = replace(content.units[0], target="A\0 \ud800 year")
        odd = FoundContent("\0", "fr", "e\ud800", "T\0", units=[FoundUnit("p\0", "s\udfff", "t\0")])
        made = import_contents([content, odd], self.editor, "f\0.xlf")
        kept = TranslationImport.objects.get(pk=made.pk)
        assert kept.name == "f\ufffd.xlf"
        assert [line[7] for line in kept.lines if line[7]] == ["A\ufffd \ufffd year", "t\ufffd"]
        assert self.said_in("title") is None
