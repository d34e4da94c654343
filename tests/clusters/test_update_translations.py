"""Updating translations from their source's screen: what a review locks stays, and what is wrong is said."""

from unittest.mock import patch

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.machine_translators.dummy import DummyTranslator
from wagtail_localize.models import StringTranslation, Translation

from clusters.translation.state import freshness
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_article, publish


class UpdatingByMachine(TranslationCase):
    def setUp(self) -> None:
        self.page = make_article(self.north, title="Une année", summary="Des chiffres.")
        self.translation = self.started(self.page)

    def update(self) -> str:
        """The editor updates all translations, by machine; returns what they read."""
        self.client.force_login(self.editor)
        url = reverse("wagtail_localize:update_translations", args=[self.translation.source_id])
        return self.shown_messages(self.client.post(url, {"use_machine_translation": "on"}))

    def by_machine(self) -> int:
        return StringTranslation.objects.filter(
            translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE
        ).count()

    def test_the_machine_writes_nothing_into_a_translation_that_is_in_review(self) -> None:
        self.write_all(self.editor, self.translation)
        self.press(self.editor, self.translation, "submit")
        self.page.summary = "Des chiffres nouveaux."
        publish(self.page)
        assert "en relecture" in self.update()
        assert not self.by_machine()

    def test_languages_that_the_service_does_not_know_are_said(self) -> None:
        with patch.object(DummyTranslator, "can_translate", return_value=False):
            assert "ne connaît ces deux langues" in self.update()
        self.update()
        assert self.by_machine() == 2


class StatesOnce(TranslationCase):
    """What is written in many strings at once is followed once."""

    def refreshed(self, url: str, data: dict[str, object]) -> int:
        self.client.force_login(self.editor)
        with patch.object(freshness, "refresh", wraps=freshness.refresh) as refresh:
            assert self.client.post(url, data).status_code == 302
        return refresh.call_count

    def started_article(self) -> Translation:
        return self.started(make_article(self.north, title="Une année", summary="Des chiffres."))

    def test_a_po_file(self) -> None:
        translation = self.started_article()
        self.client.force_login(self.editor)
        po = self.client.get(
            reverse("wagtail_localize:download_pofile", args=[translation.pk])
        ).content.decode()
        for number, text in enumerate(("Une année", "Des chiffres.")):
            po = po.replace(f'msgid "{text}"\nmsgstr ""', f'msgid "{text}"\nmsgstr "EN {number}"')
        url = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
        assert self.refreshed(url, {"file": SimpleUploadedFile("a.po", po.encode())}) == 1
        assert StringTranslation.objects.count() == 2

    def test_the_machine(self) -> None:
        translation = self.started_article()
        url = reverse("wagtail_localize:machine_translate", args=[translation.pk])
        assert self.refreshed(url, {}) == 1
        assert StringTranslation.objects.count() == 2

    def test_asking_for_a_translation(self) -> None:
        page = make_article(self.north, title="12", summary="40 %")
        url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
        english, spanish = (Locale.objects.get(language_code=code).pk for code in ("en", "es"))
        assert self.refreshed(url, {"locales": [english, spanish]}) == 1
        assert StringTranslation.objects.count() == 4, "what has no letter, in both languages"

    def test_updating_all_translations(self) -> None:
        translation = self.started_article()
        url = reverse("wagtail_localize:update_translations", args=[translation.source_id])
        page = translation.source.get_source_instance()
        page.title, page.summary = "2024", "40 %"
        publish(page)
        assert self.refreshed(url, {}) == 1
        assert StringTranslation.objects.count() == 2
