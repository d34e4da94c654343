"""Who may have what translated: nothing of another cluster is translated, changed, shown or named."""

import json
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from clusters.models import ClusterPage
from clusters.translation.urls import GUARDED, UNGUARDED, upstream_patterns
from news.models import ArticlePage
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_article
from tests.factories.content import parent_for

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer


class Submitting(TranslationCase):
    def assert_refused(self, response: "Answer") -> None:
        """Wagtail answers a missing right by the admin's home page and a message, to a script by 403."""
        assert response.status_code in (302, 403)
        if response.status_code == 302:
            assert response.headers["Location"] == reverse("wagtailadmin_home")

    def test_a_stranger_cannot_have_a_page_translated_in_any_locale(self) -> None:
        for code in ("fr", "en", "ar"):
            page = make_article(self.north, code)
            targets = [c for c in ("fr", "en", "es", "ar") if c != code]
            for user in (self.stranger, self.strange_publisher):
                for more in ({}, {"include_subtree": "on"}):
                    before = Page.objects.count()
                    self.assert_refused(self.ask_translation(user, page, *targets, **more))
                    assert Page.objects.count() == before
                url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
                self.assert_refused(self.client.get(url))
                assert self.client.get(url, headers={"x-requested-with": "XMLHttpRequest"}).status_code == 403
        assert not Translation.objects.exists()
        assert not TranslationSource.objects.exists()

    def test_a_stranger_cannot_have_a_whole_section_translated(self) -> None:
        make_article(self.north)
        for page in (
            ClusterPage.objects.get(cluster=self.north, locale__language_code="fr"),
            parent_for(ArticlePage, self.north),
        ):
            self.assert_refused(
                self.ask_translation(self.strange_publisher, page, "en", include_subtree="on")
            )
        assert not Translation.objects.exists()

    def test_an_editor_has_a_live_page_translated_as_a_draft_below_the_translated_listing(self) -> None:
        page = make_article(self.north, title="Une année de mesures")
        response = self.ask_translation(self.editor, page, "en", "ar")
        assert response.status_code == 302
        for code in ("en", "ar"):
            target = self.translated(page, code)
            assert not target.live
            assert target.alias_of_id is None
            assert target.cluster == self.north
            assert target.get_parent().specific == parent_for(type(target), self.north, code)
            assert self.translation_of(page, code).enabled

    def test_a_publisher_too_only_makes_drafts(self) -> None:
        page = make_article(self.north)
        self.ask_translation(self.publisher, page, "en", "es", "ar", include_subtree="on")
        assert [self.translated(page, code).live for code in ("en", "es", "ar")] == [False, False, False]

    def test_a_translation_holds_what_is_live_and_not_a_colleagues_draft(self) -> None:
        page = make_article(self.north, title="En ligne")
        page.title = "Brouillon d’une collègue"
        page.save_revision(user=self.publisher)
        translation = self.started(page)
        texts = [
            segment.string.data for segment in translation.source.stringsegment_set.select_related("string")
        ]
        target = self.translated(page)
        titles = (translation.source.object_repr, target.title, target.draft_title, *texts)
        assert not [title for title in titles if "Brouillon" in title]
        assert target.get_latest_revision_as_object().title == "En ligne"

    def test_a_page_below_an_untranslated_parent_is_refused_in_words(self) -> None:
        parent_for(ArticlePage, self.north, "en").delete()
        page = make_article(self.north)
        before = Page.objects.count()
        response = self.ask_translation(self.editor, page, "en")
        assert response.status_code == 200
        self.assertContains(response, "La page parente")
        assert Page.objects.count() == before
        assert not Page.objects.filter(alias_of__isnull=False).exists()

    def test_the_same_with_all_languages_makes_none_of_them(self) -> None:
        parent_for(ArticlePage, self.north, "en").delete()
        page = make_article(self.north)
        self.ask_translation(self.editor, page, "en", "es")
        assert page.get_translations().count() == 0

    def test_pages_of_structure_are_not_translated_but_written_in_their_language(self) -> None:
        section = ClusterPage.objects.get(cluster=self.north, locale__language_code="fr")
        response = self.ask_translation(self.editor, section, "en", include_subtree="on")
        assert "page de structure" in self.shown_messages(response)
        assert not Translation.objects.exists()

    def test_a_visitor_and_a_person_without_group_get_nowhere(self) -> None:
        page = make_article(self.north)
        url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
        self.client.logout()
        assert self.client.post(url).status_code == 302
        assert not Translation.objects.exists()


class OtherViews(TranslationCase):
    def setUp(self) -> None:
        self.page = make_article(self.north, title="Le titre secret du nord")
        self.translation = self.started(self.page)
        self.client = self.client_class()  # the editor's messages stay with the editor

    def test_every_view_of_the_package_is_guarded_or_named_harmless(self) -> None:
        names = {str(pattern.name) for pattern in upstream_patterns()}
        assert names == set(GUARDED) | UNGUARDED

    def test_a_stranger_is_refused_by_every_view_of_a_translation(self) -> None:
        key, source = self.translation.pk, self.translation.source
        string = source.stringsegment_set.first()
        calls = [
            ("update_translations", [source.pk], "get", {}),
            ("update_translations", [source.pk], "post", {"publish_translations": "on"}),
            ("edit_string_translation", [key, string.pk], "put", "value=Volé"),
            ("edit_string_translation", [key, string.pk], "delete", {}),
            ("download_pofile", [key], "get", {}),
            (
                "upload_pofile",
                [key],
                "post",
                {"file": SimpleUploadedFile("a.po", b"X-WagtailLocalize-TranslationID")},
            ),
            ("machine_translate", [key], "post", {}),
            ("preview_translation", [key], "get", {}),
            ("preview_translation", [key, "default"], "get", {}),
            ("stop_translation", [key], "post", {}),
            ("convert_to_alias", [self.translated(self.page).pk], "post", {}),
            ("submit_snippet_translation", ["clusters", "organisation", "1"], "post", {}),
        ]
        for user in (self.stranger, self.strange_publisher):
            self.client.force_login(user)
            for name, args, method, data in calls:
                with self.subTest(name=name, method=method, user=user.username):
                    url = reverse(f"wagtail_localize:{name}", args=args)
                    more = {"content_type": "application/x-www-form-urlencoded"} if method == "put" else {}
                    response = getattr(self.client, method)(url, data, **more)
                    assert response.status_code in (302, 403)
                    assert "secret" not in response.content.decode()
            for name in ("submit", "approve", "reject", "cancel"):
                assert self.press(user, self.translation, name).status_code == 302
        self.translation.refresh_from_db()
        assert self.translation.enabled
        assert not StringTranslation.objects.exists()
        target = self.translated(self.page)
        assert not target.live
        assert not target.workflow_in_progress

    def test_the_report_names_the_translations_of_ones_own_section_alone(self) -> None:
        for name in ("translations_report", "translations_report_results"):
            url = reverse(f"wagtail_localize:{name}")
            self.client.force_login(self.stranger)
            self.assertNotContains(self.client.get(url), "secret")
            self.assertNotContains(self.client.get(url, {"source_title": "secret"}), "titre secret du nord")
            self.client.force_login(self.editor)
            self.assertContains(self.client.get(url), "Le titre secret du nord")

    def test_a_stranger_cannot_change_a_string_through_a_translation_of_their_own(self) -> None:
        mine = make_article(self.south)
        self.ask_translation(self.stranger, mine, "en")
        segment = self.translation.source.stringsegment_set.first()
        url = reverse(
            "wagtail_localize:edit_string_translation", args=[self.translation_of(mine).pk, segment.pk]
        )
        response = self.client.put(url, "value=Volé", content_type="application/x-www-form-urlencoded")
        assert response.status_code in (302, 404)  # the site sends unknown addresses on to their locale's
        assert not StringTranslation.objects.exists()

    def test_the_buttons_stand_where_one_may_use_them(self) -> None:
        make_article(self.south, title="Du sud")
        url = reverse("wagtail_localize:submit_page_translation", args=[self.page.pk])
        listing = reverse("wagtailadmin_explore", args=[self.page.get_parent().pk])
        self.client.force_login(self.editor)
        self.assertContains(self.client.get(listing), url)
        self.assertContains(self.open_editor(self.editor, self.page), url)
        structure = reverse("wagtail_localize:submit_page_translation", args=[self.page.get_parent().pk])
        self.assertNotContains(self.client.get(listing), structure)
        assert not self.editor.has_perm("wagtail_localize.submit_translation")

    def test_the_snippets_api_follows_the_policy_of_the_model(self) -> None:
        self.client.force_login(self.stranger)
        url = reverse("wagtail_localize:snippets_api_listing", args=["clusters", "organisation"])
        assert self.client.get(url).status_code in (200, 302, 404)

    def test_updating_brings_new_words_of_the_source_without_publishing(self) -> None:
        self.page.title = "Un titre corrigé"
        self.page.save_revision().publish()
        self.client.force_login(self.editor)
        url = reverse("wagtail_localize:update_translations", args=[self.translation.source_id])
        self.assertNotContains(self.client.get(url), "publish_translations")
        self.client.post(url, {"publish_translations": "on"})
        self.translation.source.refresh_from_db()
        assert json.loads(self.translation.source.content_json)["title"] == "Un titre corrigé"
        assert not self.translated(self.page).live

    def test_a_publisher_updates_and_publishes_only_what_is_complete(self) -> None:
        url = reverse("wagtail_localize:update_translations", args=[self.translation.source_id])
        self.client.force_login(self.publisher)
        response = self.client.post(url, {"publish_translations": "on"})
        assert "à traduire" in self.shown_messages(response)
        assert not self.translated(self.page).live
        self.write_all(self.editor, self.translation)
        self.client.post(url, {"publish_translations": "on"})
        assert self.translated(self.page).live
        assert self.translated(self.page).title == "EN Le titre secret du nord"
