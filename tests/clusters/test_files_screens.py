"""The whole way of a file as people go it: chosen in the report, downloaded, translated, uploaded, accounted for."""

import io
import re
import zipfile
from typing import TYPE_CHECKING
from unittest.mock import patch

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Page

from clusters.translation.exchange import export_views
from clusters.translation.exchange.file_contents import MOST_BYTES
from clusters.translation.models import TranslationImport
from fedcms.users.models import User
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_article
from tests.factories.people import make_translator

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

UPLOAD = "translation_files:upload"


class Files(TranslationCase):
    """Two articles of the north, one of the south."""

    def setUp(self) -> None:
        self.first = make_article(self.north, title="Une année", summary="Des chiffres.")
        self.second = make_article(self.north, title="Seconde", summary="Autre chose.")
        self.theirs = make_article(self.south, live=False, title="Brouillon secret")

    def export(self, user: User, kind: str, *pages: Page, languages: tuple[str, ...] = ("en",)) -> "Answer":
        """Ticks pages in the report and asks for a file."""
        self.client.force_login(user)
        data = {"format": kind, "pages": [page.pk for page in pages], "languages": languages}
        return self.client.post(reverse("translation_files:export"), data)

    def upload(self, user: User, content: bytes, name: str = "retour.xlf") -> "Answer":
        """Sends a file and reads what comes next."""
        self.client.force_login(user)
        file = SimpleUploadedFile(name, content)
        return self.client.post(reverse(UPLOAD), {"file": file}, follow=True)

    def test_a_selection_goes_to_an_agency_and_comes_back_as_xliff(self) -> None:
        answer = self.export(self.editor, "xliff", self.first, self.second, self.theirs)
        assert answer["Content-Type"] == "application/xliff+xml"
        assert re.fullmatch(r'attachment; filename="[a-z0-9-]+-fr-en\.xlf"', answer["Content-Disposition"])
        assert answer.content.count(b"<file ") == 2
        assert b"secret" not in answer.content
        done = re.sub(
            rb"<source>([^<]*)</source>", rb"<source>\1</source><target>EN \1</target>", answer.content
        )
        report = self.upload(self.editor, done)
        self.assertContains(report, "4 textes importés, 0 refusé.")
        self.assertContains(report, "EN Une année")
        assert self.translated(self.second).draft_title == "EN Seconde"
        assert not self.translated(self.second).live
        self.assertContains(self.upload(self.editor, done), "0 texte importé, 0 refusé.")

    def test_the_same_as_po_into_two_languages_in_a_zip(self) -> None:
        answer = self.export(self.editor, "po", self.first, self.second, languages=("en", "es"))
        assert answer["Content-Type"] == "application/zip"
        done = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(answer.content)) as files, zipfile.ZipFile(done, "w") as back:
            assert len(files.namelist()) == 2
            for name in files.namelist():
                text = files.read(name).decode()
                back.writestr(name, re.sub(r'msgid "([^"]+)"\nmsgstr ""', r'msgid "\1"\nmsgstr "X \1"', text))
        report = self.upload(self.editor, done.getvalue(), "retour.zip")
        self.assertContains(report, "8 textes importés, 0 refusé.")
        assert self.translated(self.first, "es").draft_title == "X Une année"

    def test_a_choice_that_is_wrong_is_said_in_the_report_which_keeps_it(self) -> None:
        answer = self.export(self.editor, "xliff")
        self.assertContains(answer, "Cochez au moins une page")
        answer = self.export(self.editor, "xliff", self.first, languages=())
        self.assertContains(answer, "Choisissez au moins une langue.")
        assert re.search(rf'value="{self.first.pk}"[^>]* checked', answer.content.decode())
        answer = self.export(self.editor, "xliff", self.first, languages=("fr",))
        self.assertContains(answer, "Aucune de ces traductions ne peut être exportée.")

    def test_a_selection_that_is_too_big_says_how_big_it_may_be(self) -> None:
        with patch.object(export_views, "MOST_PAGES", 1):
            answer = self.export(self.editor, "xliff", self.first, self.second, languages=("en", "es"))
        self.assertContains(answer, "1 pages au plus")

    def test_what_is_left_out_is_said_on_the_next_screen(self) -> None:
        translation = self.started(self.second)
        translation.enabled = False
        translation.save()
        answer = self.export(self.editor, "xliff", self.first, self.second)
        assert answer.content.count(b"<file ") == 1
        self.assertContains(self.client.get(reverse(UPLOAD)), "Seconde (English) – La page est écrite")

    def test_a_file_that_cannot_be_read_is_said_beside_its_field_and_nothing_is_taken(self) -> None:
        for content, why in (
            (b"<xliff", "abîmé"),
            (b"", "vide"),
            (b"<" * (MOST_BYTES + 1), "trop grand"),
            (b'<!DOCTYPE x [<!ENTITY a "b">]><xliff/>', "DOCTYPE"),
        ):
            answer = self.upload(self.editor, content)
            self.assertContains(answer, why)
            self.assertContains(answer, "Importer un fichier traduit")
        assert not TranslationImport.objects.exists()

    def test_a_report_shows_what_was_not_taken_first_filters_and_is_a_spreadsheet(self) -> None:
        self.started(self.first)
        out = self.export(self.editor, "xliff", self.first).content
        done = out.replace(
            "<source>Une année</source>".encode(), "<source>Une année</source><target>=A1</target>".encode()
        )
        done = done.replace(
            b"<source>Des chiffres.</source>", b"<source>Tout autre.</source><target>x</target>"
        )
        report = self.upload(self.editor, done)
        text = report.content.decode()
        assert text.index("L’original a changé") < text.index("=A1")
        self.assertContains(report, "Des chiffres.")
        url = reverse("translation_files:report", args=[TranslationImport.objects.get().pk])
        only = self.client.get(url, {"show": "refused"}).content.decode()
        assert "Tout autre." in only
        assert "=A1" not in only
        lines = self.client.get(url, {"export": "csv"}).content.decode("utf-8-sig").splitlines()
        assert len(lines) == 3
        assert "'=A1" in lines[2]
        self.client.force_login(self.publisher)
        assert self.client.get(url).status_code == 404

    def test_one_translation_goes_out_of_its_editor_and_strangers_get_none(self) -> None:
        translation = self.started(self.first, "ar")
        page = self.open_editor(self.editor, self.translated(self.first, "ar"))
        for kind, mark in (("xliff", b'trgLang="ar"'), ("po", b"Language: ar")):
            url = reverse("translation_files:one", args=[translation.pk, kind])
            self.assertContains(page, url)
            self.client.force_login(make_translator(f"t-{kind}", "ar", self.north))
            assert mark in self.client.get(url).content
            for stranger in (self.stranger, make_translator(f"other-{kind}", "es", self.north)):
                self.client.force_login(stranger)
                assert self.client.get(url).status_code in (302, 403)
        self.client.force_login(self.editor)
        assert (
            self.client.get(reverse("translation_files:one", args=[translation.pk, "docx"])).status_code
            == 404
        )

    def test_the_editors_own_upload_is_checked_as_any_other(self) -> None:
        translation, other = self.started(self.first), self.started(self.second)
        self.client.force_login(self.editor)
        po = self.client.get(
            reverse("wagtail_localize:download_pofile", args=[translation.pk])
        ).content.decode()
        po = po.replace('msgid "Une année"\nmsgstr ""', 'msgid "Une année"\nmsgstr "A year"')
        url = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
        answer = self.client.post(url, {"file": SimpleUploadedFile("a.po", po.encode())})
        assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[self.translated(self.first).pk])
        assert "1 texte importé, 0 refusé." in self.shown_messages(answer)
        elsewhere = reverse("wagtail_localize:upload_pofile", args=[other.pk])
        answer = self.client.post(elsewhere, {"file": SimpleUploadedFile("a.po", po.encode())})
        assert "téléchargé depuis cette traduction" in self.shown_messages(answer)
        xliff = self.client.get(reverse("translation_files:one", args=[other.pk, "xliff"])).content
        bad = xliff.replace(b"<source>Seconde</source>", b"<source>Seconde</source><target>%(x)s</target>")
        answer = self.client.post(elsewhere, {"file": SimpleUploadedFile("a.xlf", bad)}, follow=True)
        self.assertContains(answer, "%(x)s en trop")

    def test_files_are_for_whom_translations_are_work(self) -> None:
        nobody = User.objects.create_user("nobody", "nobody@people.example", "a-long-enough-passphrase")
        self.client.force_login(nobody)
        for url in (reverse(UPLOAD), reverse("translation_files:export")):
            assert self.client.get(url).status_code == 302
        self.client.force_login(self.editor)
        report = self.client.get(reverse("wagtail_localize:translations_report"))
        self.assertContains(report, reverse("translation_files:export"))
        self.assertContains(report, reverse(UPLOAD))
