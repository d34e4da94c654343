"""The address of a translation: changed where it is translated, and no old one of any language leads nowhere."""

from typing import TYPE_CHECKING

from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from clusters.localize.drafts import write_draft
from home.models import HomePage, StandardPage
from tests.clusters.localize_support import TranslationCase
from tests.factories import make_article, publish

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer


class Addresses(TranslationCase):
    def setUp(self) -> None:
        self.page = make_article(self.north, title="Une année")
        self.translation = self.started(self.page)
        self.write_all(self.editor, self.translation)

    def rename(self, slug: str, **who: object) -> "Answer":
        self.client.force_login(who.get("by", self.publisher))  # type: ignore[arg-type]
        url = reverse("translation_moderation:address", args=[self.translation.pk])
        with self.captureOnCommitCallbacks(execute=True):
            return self.client.post(url, {"slug": slug})

    def make_public(self) -> None:
        self.press(self.editor, self.translation, "submit")
        self.press(self.publisher, self.translation, "approve")

    def test_the_old_address_of_a_public_translation_leads_to_the_new_one(self) -> None:
        """wagtail #9833: it led nowhere."""
        self.make_public()
        before = self.translated(self.page).url
        assert "l’ancienne mène à la nouvelle" in self.said(self.rename("a-year-of-it"))
        page = self.translated(self.page)
        assert page.slug == "a-year-of-it"
        self.assertRedirects(Client().get(before), page.url, status_code=301)
        self.write(self.publisher, self.translation, "title", "Another title")
        self.press(self.editor, self.translation, "submit")
        self.press(self.publisher, self.translation, "approve")
        assert self.translated(self.page).slug == "a-year-of-it", "no draft brings the old one back"

    def test_what_somebody_chose_for_a_draft_stays_when_the_title_changes(self) -> None:
        write_draft(self.translation, self.editor)
        assert self.translated(self.page).slug == "en-une-annee"
        self.rename("سنة", by=self.editor)
        assert self.translated(self.page).slug == "sna"
        self.write(self.editor, self.translation, "title", "A year")
        write_draft(self.translation, self.editor)
        assert self.translated(self.page).slug == "sna"

    def test_an_address_that_is_taken_or_says_nothing_is_refused_in_words(self) -> None:
        make_article(self.north, "en", slug="taken")
        assert "déjà prise" in self.said(self.rename("taken"))
        assert "Écrivez au moins" in self.said(self.rename("—"))
        assert self.translated(self.page).slug != "taken"

    def test_who_may_not_publish_changes_no_public_address(self) -> None:
        self.make_public()
        before = self.translated(self.page).slug
        for person in (self.editor, self.stranger):
            self.rename("smuggled", by=person)
        assert self.translated(self.page).slug == before
        self.assertNotContains(
            self.open_editor(self.editor, self.translated(self.page)), "translation-address"
        )

    def test_the_form_stands_in_the_translation_editor(self) -> None:
        self.assertContains(
            self.open_editor(self.editor, self.translated(self.page)), 'id="translation-address"'
        )

    def test_pages_below_are_found_in_each_language(self) -> None:
        """wagtail #9833, wagtail #7255."""
        home = HomePage.objects.get(locale__language_code="fr")
        above, below = (
            StandardPage(title=title, summary="x", locale=home.locale) for title in ("Haut", "Bas")
        )
        home.add_child(instance=above)
        above.add_child(instance=below)
        for page in (above, below):
            publish(page)
            self.ask_translation(self.root, page, "ar")
            self.translation = self.translation_of(page, "ar")
            self.write_all(self.root, self.translation, "مدرسة ")
            self.client.force_login(self.root)
            self.client.post(
                reverse("wagtailadmin_pages:edit", args=[self.translated(page, "ar").pk]),
                {"action": "publish"},
            )
        before = {page.url for page in Page.objects.filter(translation_key=below.translation_key)}
        assert len(before) == 2
        self.translation = self.translation_of(above, "ar")
        self.rename("aala", by=self.root)
        above.refresh_from_db()
        above.slug = "en-haut"
        with self.captureOnCommitCallbacks(execute=True):
            publish(above)
        for address in before:
            response = Client().get(address, follow=True)
            assert response.status_code == 200, address
            assert len(response.redirect_chain) == 1
