"""What happens between the download of a file and its return: deletions, reviews, other words, and ends on the way."""

from collections.abc import Sequence
from unittest.mock import patch

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import Translation

from clusters.translation.exchange import downloads, export_views, file_import, import_units, selection
from clusters.translation.exchange.export_contents import Pair
from clusters.translation.exchange.file_contents import FileContent
from clusters.translation.exchange.file_import import Outcome, import_contents
from clusters.translation.exchange.import_targets import begun
from clusters.translation.exchange.po import read_po, write_po
from clusters.translation.exchange.targets import ImportTarget
from clusters.translation.exchange.xliff_reader import read_xliff
from clusters.translation.exchange.xliff_writer import write_xliff
from clusters.translation.models import TranslationImport
from tests.clusters.files_support import FilesCase, translate
from tests.factories import make_article, publish


class Meanwhile(FilesCase):
    def translated_file(self, out: Sequence[FileContent], kind: str = "xliff") -> bytes:
        """A file in which the title is translated."""
        if kind == "xliff":
            return translate(write_xliff(out), Une="A year")
        return write_po(out).replace(
            'msgid "Une année"\nmsgstr ""'.encode(), 'msgid "Une année"\nmsgstr "A year"'.encode()
        )

    def test_a_translation_that_was_deleted_is_not_begun_again_by_its_old_file(self) -> None:
        self.started(self.page)
        files = [self.translated_file(self.going_out(), kind) for kind in ("xliff", "po")]
        self.translated(self.page).delete()
        for data in files:
            assert "a été supprimée" in self.reason(self.take(data))
        assert not Translation.objects.exists()

    def test_that_a_translation_was_begun_is_said(self) -> None:
        for kind, code in (("xliff", "en"), ("po", "es")):
            self.take(self.translated_file(self.going_out(code=code), kind))
            (note,) = self.made.notes
            assert "a été commencée par cet import" in note
            assert self.translated(self.page, code).draft_title == "A year"

    def test_who_submits_while_a_file_is_read_keeps_what_was_submitted(self) -> None:
        translation = self.started(self.page)
        self.write_all(self.editor, translation)
        data = write_xliff(self.going_out()).replace(b"EN Une", b"A Une")
        judge = file_import.judge

        def submitted(*args: object) -> object:
            self.press(self.editor, translation, "submit")
            return judge(*args)  # type: ignore[arg-type]

        with patch.object(file_import, "judge", submitted):
            lines = self.take(data)
        assert any("en relecture ou verrouillée" in line.reason for line in lines)
        assert self.said_in("title").data == "EN Une année"  # type: ignore[union-attr]

    @pytest.mark.database("postgresql")  # SQLite has no locks of rows.
    def test_the_translation_is_locked_before_the_review_is_looked_at(self) -> None:
        translation = self.started(self.page)
        self.write_all(self.editor, translation)
        data = write_xliff(self.going_out()).replace(b"EN Une", b"A Une")
        with CaptureQueriesContext(connection) as asked:
            self.take(data)
        first = next(n for n, query in enumerate(asked) if "FOR UPDATE" in query["sql"])
        assert "wagtail_localize_translation" in asked[first]["sql"]
        assert not any("wagtailcore_workflowstate" in query["sql"] for query in asked[:first])
        with CaptureQueriesContext(connection) as asked:
            self.press(self.editor, translation, "submit")
        assert any(
            "FOR UPDATE" in query["sql"] and "wagtail_localize_translation" in query["sql"] for query in asked
        )

    def test_words_that_the_original_does_not_say_any_more_are_told_out_and_in(self) -> None:
        self.started(self.page)
        self.page.summary = "D’autres chiffres."
        publish(self.page)
        self.client.force_login(self.editor)
        data = {"format": "xliff", "pages": [self.page.pk], "languages": ["en"]}
        answer = self.client.post(reverse("translation_files:export"), data)
        upload = self.client.get(reverse("translation_files:upload"))
        self.assertContains(upload, "le fichier contient le texte d’avant")
        self.assertContains(upload, "« Une année »")
        self.take(translate(answer.content, Une="A year"))
        (note,) = self.made.notes
        assert "l’original a changé depuis ces textes" in note

    def test_an_import_that_is_ended_on_its_way_leaves_the_report_of_what_it_took(self) -> None:
        second = make_article(self.north, title="Seconde", summary="Autre.")
        self.started(self.page)
        self.started(second)
        data = translate(write_xliff(self.going_out(None, self.page, second)), Une="A year", Seconde="Second")
        write = ImportTarget.write

        def ended(target: ImportTarget, *args: object) -> None:
            if target.page.translation_key == second.translation_key:
                raise SystemExit
            write(target, *args)  # type: ignore[arg-type]

        with (
            patch.object(ImportTarget, "write", ended),
            patch.object(file_import, "KEPT_EVERY", 0),
            pytest.raises(SystemExit),
        ):
            self.take(data)
        made = TranslationImport.objects.get()
        assert made.counts["taken"] == 1
        assert "pas complet" in made.notes[0]
        self.take(data)
        assert (self.made.counts["taken"], self.made.notes) == (1, [])

    def test_the_nearest_text_of_today_is_looked_for_a_few_times(self) -> None:
        self.started(self.page)
        data = translate(write_xliff(self.going_out()), Lisez="Read.", Puis="Come.")
        data = data.replace(b"Lisez", b"Lis").replace(b"Puis", b"Ensuite")
        for most, times in ((50, 2), (1, 1)):
            with (
                patch.object(import_units, "MOST_COMPARED", most),
                patch.object(import_units.difflib, "get_close_matches", return_value=[]) as looked,
            ):
                lines = self.take(data)
            assert looked.call_count == times
            assert all(line.present for line in lines if line.outcome == Outcome.REFUSED)

    def test_what_goes_out_is_no_more_than_what_comes_in(self) -> None:
        self.client.force_login(self.editor)
        second = make_article(self.north, title="Seconde", summary="Autre.")

        def told(most: str, number: int, *languages: str) -> str:
            data = {"format": "po", "pages": [self.page.pk, second.pk], "languages": languages}
            module = export_views if most == "MOST_PAGES" else downloads
            with patch.object(module, most, number):
                return self.client.post(reverse("translation_files:export"), data).content.decode()

        assert "1 pages au plus" in told("MOST_PAGES", 1, "en")
        assert "msgid" in told("MOST_PAGES", 2, "en", "fr")
        assert "5 au plus" in told("MOST_UNITS", 5, "en")
        assert "plus grand que 0 Mo" in told("MOST_BYTES_OUT", 100, "en")

    def test_who_may_not_translate_a_page_is_told_nothing_of_it(self) -> None:
        theirs = make_article(self.south, title="Leur page", live=False)
        spanish = Locale.objects.get(language_code="es")
        with (
            patch("clusters.translation.access.guards.translated_parent", return_value=None),
            pytest.raises(PermissionDenied),
        ):
            begun(Pair(theirs, spanish), self.editor)

    def test_what_is_stored_is_asked_once_a_page(self) -> None:
        locales = list(Locale.objects.exclude(language_code="fr"))
        with patch.object(selection, "_stored", return_value=None) as asked:
            pairs = selection.select(self.editor, [self.page], locales).pairs
        assert len(pairs) == len(locales) > 1
        assert asked.call_count == 1

    def test_a_file_says_whether_the_page_was_there(self) -> None:
        for write, read in ((write_xliff, read_xliff), (write_po, read_po)):
            (found,) = read(write(self.going_out(code="ar")))
            assert {unit.kept.endswith("-new") for unit in found.units} == {True}
        self.started(self.page, "ar")
        for write, read in ((write_xliff, read_xliff), (write_po, read_po)):
            (found,) = read(write(self.going_out(code="ar")))
            assert {unit.kept.endswith("-new") for unit in found.units} == {False}
        assert import_contents([], self.editor).notes == []
