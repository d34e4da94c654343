"""Pages move and are copied within their language, and their translations go along, by whatever way."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from wagtail.actions.copy_page import CopyPageAction
from wagtail.models import Page

from home.models import HomePage, StandardPage
from tests.clusters.sync_support import SyncCase
from tests.factories import make_article, publish
from tests.factories.content import parent_for


class Trees(SyncCase):
    def test_a_copy_below_another_language_is_refused_in_words(self) -> None:
        """wagtail #13577: it stood there in its own language."""
        page = make_article(self.north, title="Une année")
        english = parent_for(type(page), self.north, "en")
        with pytest.raises(ValidationError):
            CopyPageAction(page, to=english).execute()
        with pytest.raises(PermissionDenied):
            CopyPageAction(page, to=english).execute()
        self.client.force_login(self.publisher)
        response = self.client.post(
            reverse("wagtailadmin_pages:copy", args=[page.pk]),
            {"new_title": "Copie", "new_slug": "copie", "new_parent_page": english.pk},
        )
        assert "choisissez-en une de la même langue" in self.shown_messages(response)
        assert not english.get_children().exists()
        assert Page.find_problems() == ([], [], [], [], [])

    def test_a_page_moves_to_no_other_language_by_whatever_way(self) -> None:
        page = make_article(self.north, title="Une année")
        with pytest.raises(PermissionDenied):
            page.move(parent_for(type(page), self.north, "en"), pos="last-child")

    def test_a_translated_page_takes_its_translations_along_within_its_section(self) -> None:
        """wagtail-localize #906: they stayed where they were, and the trees drifted apart."""
        first, second, child = self.small_tree()
        self.ask_translation(self.root, first, "es")
        self.ask_translation(self.root, child, "es")
        self.client.force_login(self.root)
        self.client.post(reverse("wagtailadmin_pages:move_confirm", args=[child.pk, second.pk]))
        found = {
            page.locale.language_code: page.get_parent().translation_key
            for page in Page.objects.filter(translation_key=child.translation_key)
        }
        # In Spanish the new parent does not exist: the page keeps its place, and its address.
        assert found == {
            "fr": second.translation_key,
            "en": second.translation_key,
            "es": first.translation_key,
        }
        assert Page.find_problems() == ([], [], [], [], [])

    def small_tree(self) -> tuple[StandardPage, StandardPage, StandardPage]:
        """Two pages and one below the first; all in French and English."""
        home = HomePage.objects.get(locale__language_code="fr")
        first, second, child = (StandardPage(title=title, locale=home.locale) for title in "ABC")
        for page, parent in ((first, home), (second, home), (child, first)):
            parent.add_child(instance=page)
            publish(page)
        for page in (first, second, child):
            self.ask_translation(self.root, page, "en")
        return first, second, child

    def parents(self, page: Page) -> set[object]:
        found = Page.objects.filter(translation_key=page.translation_key)
        return {each.get_parent().translation_key for each in found}

    def test_a_move_by_an_api_or_a_script_takes_the_translations_along_too(self) -> None:
        _first, second, child = self.small_tree()
        Page.objects.get(pk=child.pk).specific.move(Page.objects.get(pk=second.pk), pos="last-child")
        assert self.parents(child) == {second.translation_key}
        assert Page.find_problems() == ([], [], [], [], [])

    def test_a_script_may_move_pages_that_it_read_before_the_first_one_moved(self) -> None:
        first, second, _child = self.small_tree()
        two = StandardPage(title="D", locale=first.locale)
        first.add_child(instance=two)
        publish(two)
        self.ask_translation(self.root, two, "en")
        below = Page.objects.filter(depth=first.depth + 1, path__startswith=first.path)
        held = list(below.order_by("path"))
        held += [self.translated(page) for page in held]
        for page in held:
            target = second if page.locale_id == second.locale_id else self.translated(second)
            page.move(Page.objects.get(pk=target.pk), pos="last-child")
        for page in held:
            assert self.parents(page) == {second.translation_key}
        assert Page.find_problems() == ([], [], [], [], [])

    def test_a_move_by_an_api_that_a_translation_cannot_follow_moves_nothing(self) -> None:
        first, second, child = self.small_tree()
        taken = StandardPage(title="Taken", slug=self.translated(child).slug)
        english = self.translated(second)
        taken.locale = english.locale
        english.add_child(instance=taken)
        with pytest.raises(PermissionDenied, match="déjà prise"):
            Page.objects.get(pk=child.pk).specific.move(Page.objects.get(pk=second.pk), pos="last-child")
        assert self.parents(child) == {first.translation_key}
