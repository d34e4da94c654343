"""What nobody may do is said in words, and no code does it: aliases, synchronised trees, dead translators."""

import json
from unittest.mock import patch

import pytest
import requests
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale, Page
from wagtail_localize.machine_translators.dummy import DummyTranslator
from wagtail_localize.models import LocaleSynchronization, StringTranslation
from wagtail_localize.synctree import synchronize_tree

from clusters.models import Cluster, ClusterPage
from fedcms.media.models import FederationImage
from news.models import ArticlePage
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_article
from tests.factories.content import parent_for

LIBRE = {
    "CLASS": "wagtail_localize.machine_translators.libretranslate.LibreTranslator",
    "OPTIONS": {"LIBRETRANSLATE_URL": "http://translate.invalid", "API_KEY": ""},
}
DEEPL = {
    "CLASS": "wagtail_localize.machine_translators.deepl.DeepLTranslator",
    "OPTIONS": {"AUTH_KEY": "none"},
}


class Aliases(TranslationCase):
    def setUp(self) -> None:
        self.page = make_article(self.north)
        self.index = self.page.get_parent()

    def assert_no_alias(self) -> None:
        assert not Page.objects.filter(alias_of__isnull=False).exists()

    def test_no_code_makes_an_alias(self) -> None:
        english = Locale.objects.get(language_code="en")
        numchild = self.index.numchild
        for attempt in (
            lambda: self.page.create_alias(parent=self.index, update_slug="alias"),
            lambda: self.page.copy_for_translation(english, alias=True),
            lambda: CreatePageAliasAction(self.page, parent=self.index, update_slug="a").execute(),
        ):
            with pytest.raises(ValidationError):
                attempt()
            with pytest.raises(PermissionDenied):
                attempt()
        self.assert_no_alias()
        assert Page.objects.get(pk=self.index.pk).numchild == numchild

    def test_a_page_does_not_become_an_alias_later(self) -> None:
        other = make_article(self.north)
        other.alias_of = self.page
        with pytest.raises(ValidationError):
            other.save(update_fields=["alias_of"], clean=False)

    def test_wagtails_copy_form_refuses_an_alias_in_words(self) -> None:
        for user in (self.publisher, self.root):
            self.client.force_login(user)
            response = self.client.post(
                reverse("wagtailadmin_pages:copy", args=[self.page.pk]),
                {"new_title": "x", "new_slug": "x", "new_parent_page": self.index.pk, "alias": "on"},
            )
            assert "pas d’alias" in self.shown_messages(response)
        self.assert_no_alias()

    def test_the_admins_api_refuses_an_alias_in_words(self) -> None:
        self.client.force_login(self.publisher)
        url = reverse("wagtailadmin_api:pages:action", args=[self.page.pk, "create_alias"])
        response = self.client.post(url, {"update_slug": "alias"})
        assert response.status_code == 400
        assert "pas d’alias" in response.content.decode()
        self.assert_no_alias()

    def test_a_translation_is_not_turned_into_an_alias(self) -> None:
        self.started(self.page)
        target = self.translated(self.page)
        for user in (self.editor, self.publisher, self.root):
            self.client.force_login(user)
            response = self.client.post(reverse("wagtail_localize:convert_to_alias", args=[target.pk]))
            assert "pas d’alias" in self.shown_messages(response)
            response = self.client.post(
                reverse("wagtailadmin_pages:edit", args=[target.pk]),
                {"localize-convert-to-alias": "1"},
                follow=True,
            )
            self.assertContains(response, "pas d’alias")
        self.assert_no_alias()

    def test_no_editor_is_offered_to_convert(self) -> None:
        self.started(self.page)
        self.assertNotContains(
            self.open_editor(self.publisher, self.translated(self.page)), "convert_to_alias"
        )
        self.assertNotContains(self.open_editor(self.publisher, self.page), "localize-convert-to-alias")


class Synchronising(TranslationCase):
    def test_no_code_synchronises_a_language(self) -> None:
        french, english = (Locale.objects.get(language_code=code) for code in ("fr", "en"))
        with pytest.raises(ValidationError):
            LocaleSynchronization.objects.create(locale=english, sync_from=french)
        make_article(self.north)
        with pytest.raises(ValidationError):
            synchronize_tree(french, english)
        assert not Page.objects.filter(alias_of__isnull=False).exists()

    def test_the_form_of_a_language_refuses_in_words(self) -> None:
        french, english = (Locale.objects.get(language_code=code) for code in ("fr", "en"))
        self.client.force_login(self.root)
        prefix = f"component-{LocaleSynchronization._meta.db_table}"
        response = self.client.post(
            reverse("wagtaillocales:edit", args=[english.pk]),
            {"language_code": "en", f"{prefix}-enabled": "on", f"{prefix}-sync_from": french.pk},
        )
        self.assertContains(response, "La synchronisation d’une langue avec une autre est refusée")
        assert not LocaleSynchronization.objects.exists()

    def test_a_language_is_saved_without_synchronisation(self) -> None:
        english = Locale.objects.get(language_code="en")
        self.client.force_login(self.root)
        response = self.client.post(
            reverse("wagtaillocales:edit", args=[english.pk]), {"language_code": "en"}
        )
        assert response.status_code == 302

    def test_a_stray_synchronisation_does_not_alias_a_new_page(self) -> None:
        french, english = (Locale.objects.get(language_code=code) for code in ("fr", "en"))
        LocaleSynchronization.objects.bulk_create([LocaleSynchronization(locale=english, sync_from=french)])
        index = parent_for(ArticlePage, self.north)
        self.client.force_login(self.editor)
        data = {"title": "Neuf", "slug": "neuf", "summary": "Un chapô.", "body-count": "0"}
        data |= {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
        url = reverse("wagtailadmin_pages:add", args=["news", "articlepage", index.pk])
        response = self.client.post(url, data)
        assert response.status_code == 302
        assert "synchronisation" in self.shown_messages(response)
        assert ArticlePage.objects.filter(title="Neuf").count() == 1
        assert not Page.objects.filter(alias_of__isnull=False).exists()
        assert not LocaleSynchronization.objects.exists()


class DeadTranslators(TranslationCase):
    def setUp(self) -> None:
        self.page = make_article(self.north, title="Une année de mesures")
        self.translation = self.started(self.page)
        self.url = reverse("wagtail_localize:machine_translate", args=[self.translation.pk])

    def test_the_dummy_translator_translates_all_but_the_address(self) -> None:
        self.client.force_login(self.editor)
        self.client.post(self.url)
        texts = dict(StringTranslation.objects.values_list("context__path", "data"))
        assert texts["title"] == "mesures de année Une"
        assert "slug" not in texts
        assert "Il ne reste rien" in self.shown_messages(self.client.post(self.url))

    def test_a_service_that_is_down_is_a_message(self) -> None:
        self.client.force_login(self.editor)
        answer = requests.Response()
        answer.status_code, answer._content = 403, b'{"message": "Forbidden"}'
        for service, failure in (
            (LIBRE, {"side_effect": requests.ConnectionError("refused")}),
            (LIBRE, {"side_effect": requests.Timeout()}),
            (LIBRE, {"return_value": answer}),
            (DEEPL, {"side_effect": requests.ConnectionError("refused")}),
            (DEEPL, {"return_value": answer}),
        ):
            with (
                override_settings(WAGTAILLOCALIZE_MACHINE_TRANSLATOR=service),
                patch("requests.post", **failure),
            ):
                response = self.client.post(self.url)
                assert response.status_code == 302
                assert "ne répond pas" in self.shown_messages(response)
                url = reverse("wagtail_localize:update_translations", args=[self.translation.source_id])
                assert "ne répond pas" in self.shown_messages(
                    self.client.post(url, {"use_machine_translation": "on"})
                )
        assert not StringTranslation.objects.exists()

    def test_languages_that_no_service_knows_are_a_message(self) -> None:
        """They were a page that is not found, while two other buttons said it."""
        self.client.force_login(self.editor)
        with patch.object(DummyTranslator, "can_translate", return_value=False):
            response = self.client.post(self.url)
        assert response.status_code == 302
        assert "Aucun traducteur automatique ne connaît" in self.shown_messages(response)

    def test_a_broken_upload_is_a_message(self) -> None:
        self.client.force_login(self.editor)
        url = reverse("wagtail_localize:upload_pofile", args=[self.translation.pk])
        assert "fichier PO" in self.shown_messages(self.client.post(url))

    def test_a_comment_is_no_text_whether_it_is_typed_or_uploaded(self) -> None:
        """A browser ends this one at once, and does what follows."""
        evil = "<!--><meta http-equiv=refresh content=0>-->"
        answer = self.write(self.editor, self.translation, "title", evil)
        assert "commentaire" in answer.json()["error"]
        assert StringTranslation.objects.get(context__path="title").has_error
        self.write(self.editor, self.translation, "title", "A year")
        assert not StringTranslation.objects.get(context__path="title").has_error
        po = f'msgid ""\nmsgstr "X-WagtailLocalize-TranslationID: {self.translation.uuid}\\n"\n\n'
        po += f'msgctxt "title"\nmsgid "Une année de mesures"\nmsgstr "{evil}"\n'
        url = reverse("wagtail_localize:upload_pofile", args=[self.translation.pk])
        self.client.post(url, {"file": SimpleUploadedFile("a.po", po.encode())})
        kept = StringTranslation.objects.get(context__path="title")
        assert (kept.data, kept.has_error) == ("A year", False)

    def test_a_po_file_goes_out_and_comes_back(self) -> None:
        self.client.force_login(self.editor)
        po = self.client.get(
            reverse("wagtail_localize:download_pofile", args=[self.translation.pk])
        ).content.decode()
        po = po.replace(
            'msgid "Une année de mesures"\nmsgstr ""', 'msgid "Une année de mesures"\nmsgstr "A year"'
        )
        url = reverse("wagtail_localize:upload_pofile", args=[self.translation.pk])
        self.client.post(url, {"file": SimpleUploadedFile("a.po", po.encode())})
        assert StringTranslation.objects.get(context__path="title").data == "A year"


class Overrides(TranslationCase):
    def setUp(self) -> None:
        def image(cluster: Cluster) -> FederationImage:
            return FederationImage.objects.create(
                title="Image", file=get_test_image_file(), collection=cluster.collection
            )

        self.ours, self.other, self.theirs = image(self.north), image(self.north), image(self.south)
        link = '<p>Lisez <a href="https://example.org/fr">ceci</a>.</p>'
        self.page = make_article(self.north, lead_image=self.ours, body=[("paragraph", link)])
        self.translation = self.started(self.page)
        self.client.force_login(self.editor)

    def put(self, path: str, value: object) -> int:
        segment = self.translation.source.overridablesegment_set.get(context__path__contains=path)
        url = reverse("wagtail_localize:edit_override", args=[self.translation.pk, segment.pk])
        body, kind = f"value={value}", "application/x-www-form-urlencoded"
        return self.client.put(url, body, content_type=kind).status_code

    def test_an_image_is_replaced_by_one_of_the_own_collection_alone(self) -> None:
        assert self.put("lead_image", self.theirs.pk) == 403
        assert self.put("lead_image", "nonsense") == 400
        assert self.put("lead_image", self.other.pk) == 201
        self.write_all(self.editor, self.translation)
        self.press(self.editor, self.translation, "submit")
        self.press(self.publisher, self.translation, "approve")
        assert self.translated(self.page).lead_image == self.other

    def test_a_link_is_replaced_by_a_link(self) -> None:
        assert self.put("https", "javascript:alert(1)") == 400
        assert self.put("https", "//evil.example") == 400
        assert self.put("https", "https://example.org/en") == 201

    def test_markup_in_a_string_never_reaches_the_page(self) -> None:
        self.write_all(self.editor, self.translation)
        segment = self.translation.source.stringsegment_set.filter(context__path__startswith="body").first()
        url = reverse("wagtail_localize:edit_string_translation", args=[self.translation.pk, segment.pk])
        self.client.put(
            url, "value=<script>alert(1)</script>", content_type="application/x-www-form-urlencoded"
        )
        assert "à traduire" in self.shown_messages(self.press(self.editor, self.translation, "submit"))
        assert "script" not in json.dumps(self.translated(self.page).get_latest_revision().content["body"])

    def test_a_string_without_a_value_is_a_clear_400(self) -> None:
        segment = self.translation.source.stringsegment_set.first()
        url = reverse("wagtail_localize:edit_string_translation", args=[self.translation.pk, segment.pk])
        response = self.client.put(url, "nothing=1", content_type="application/x-www-form-urlencoded")
        assert response.status_code == 400


class Structure(TranslationCase):
    def test_a_cluster_page_still_saves(self) -> None:
        page = ClusterPage.objects.get(cluster=self.north, locale__language_code="fr")
        page.save()
        assert page.alias_of_id is None
