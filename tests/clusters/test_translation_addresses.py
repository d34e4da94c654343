"""The address of a translation: changed where it is translated, and no old one of any language leads nowhere."""

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page

from clusters.publishing.refusal import Refusal
from clusters.translation.drafts.building import write_draft
from clusters.translation.editor.page_address import change_address
from fedcms.core.pages.address_length import LONGEST_ADDRESS
from fedcms.core.pages.slugs import slug_of
from home.models import HomePage, StandardPage
from tests.clusters.translation_support import TranslationCase
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
        assert "l’ancienne mène à la nouvelle" in self.shown_messages(self.rename("a-year-of-it"))
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

    def test_an_address_that_is_too_long_is_refused_in_words(self) -> None:
        """PostgreSQL failed over it; SQLite kept it."""
        before = self.translated(self.page).slug
        assert "255 au plus" in self.shown_messages(self.rename("a" * 256))
        # Short enough for its column, and too long with what stands above it to be kept once it changes.
        assert "255 au plus" in self.shown_messages(self.rename("a" * 250))
        assert self.translated(self.page).slug == before
        assert "changée" in self.shown_messages(self.rename("a" * 180))

    def test_an_address_that_makes_those_below_too_long_is_refused_too(self) -> None:
        home = HomePage.objects.get(locale__language_code="en")
        parent, child = (StandardPage(title=title, locale=home.locale) for title in ("A", "b" * 150))
        home.add_child(instance=parent)
        parent.add_child(instance=child)
        parent = StandardPage.objects.get(pk=parent.pk)
        with pytest.raises(Refusal, match="au plus"):
            change_address(parent, self.root, "a" * 110)
        change_address(parent, self.root, "a" * 50)

    def test_an_address_that_is_too_long_is_refused_beside_its_field_in_the_form_of_a_page(self) -> None:
        self.client.force_login(self.root)
        home = HomePage.objects.get(locale__language_code="fr")
        data = {"title": "Neuf", "slug": "a" * 253, "body-count": "0"}
        data |= {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
        url = reverse("wagtailadmin_pages:add", args=["home", "standardpage", home.pk])
        response = self.client.post(url, data)
        assert response.status_code == 200
        assert "255 au plus" in str(response.context["form"].errors["slug"])

    def test_an_address_that_is_made_of_a_title_fits_whatever_stands_before_it(self) -> None:
        self.client.force_login(self.root)
        parent = StandardPage(title="c" * 120, locale=Locale.objects.get(language_code="fr"))
        HomePage.objects.get(locale__language_code="fr").add_child(instance=parent)
        title = "Une longue histoire de mots " * 7
        data = {"title": title.strip(), "body-count": "0"}
        data |= {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
        url = reverse("wagtailadmin_pages:add", args=["home", "standardpage", parent.pk])
        # The browser makes one of the title; without its scripts none comes.
        for slug in (slug_of(title), ""):
            self.client.post(url, data | {"slug": slug})
            made = StandardPage.objects.latest("pk")
            assert made.get_parent().pk == parent.pk, slug
            assert made.slug.startswith("une-longue-histoire")
            assert len(made.url_path) <= LONGEST_ADDRESS
        made.title = "Tout autre chose"
        data |= {"title": "Tout autre chose", "slug": made.slug}
        self.client.post(reverse("wagtailadmin_pages:edit", args=[made.pk]), data)
        made.refresh_from_db()
        assert made.get_latest_revision_as_object().slug == "tout-autre-chose"

    def test_an_address_that_is_too_long_today_may_become_shorter(self) -> None:
        home = HomePage.objects.get(locale__language_code="en")
        parent, child = (StandardPage(title=title, locale=home.locale) for title in ("a" * 120, "b" * 150))
        home.add_child(instance=parent)
        parent.add_child(instance=child)
        parent = StandardPage.objects.get(pk=parent.pk)
        change_address(parent, self.root, "a" * 110)
        with pytest.raises(Refusal, match="au plus"):
            change_address(StandardPage.objects.get(pk=parent.pk), self.root, "a" * 115)

    def test_the_limit_is_what_an_old_address_may_be_long(self) -> None:
        assert Redirect._meta.get_field("old_path").max_length == LONGEST_ADDRESS

    def test_an_address_that_is_taken_or_says_nothing_is_refused_in_words(self) -> None:
        make_article(self.north, "en", slug="taken")
        assert "déjà prise" in self.shown_messages(self.rename("taken"))
        assert "Écrivez au moins" in self.shown_messages(self.rename("—"))
        assert self.translated(self.page).slug != "taken"

    def test_an_address_is_of_letters_or_figures_and_not_of_hyphens(self) -> None:
        before = self.translated(self.page).slug
        for nothing in ("---", "-", "_", "-_-", " / "):
            assert "au moins une lettre ou un chiffre" in self.shown_messages(self.rename(nothing)), nothing
            assert self.translated(self.page).slug == before
        self.rename("-2026-")
        assert self.translated(self.page).slug == "-2026-"

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
