"""What a translator reaches: sections by their whole path, languages one by one, and of drafts those of their own."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from wagtail.models import Locale, Page

from clusters.publishing.refusal import Refusal
from clusters.translation.access.guards import may_have_translated
from clusters.translation.access.target_guards import check_subtree, forbidden_locales
from clusters.translation.access.translators import TranslatorScope, edits_as_translator, starts_as_translator
from fedcms.users.models import User
from news.models import ArticlePage
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_article
from tests.factories.content import parent_for, section_of
from tests.factories.people import make_translator

ENGLISH, ARABIC = 2, 4
SECTION, NEIGHBOUR = "000100010005", "000100010006"


class TestScope:
    """Without a database."""

    of_section = TranslatorScope({ARABIC: (SECTION,)})
    of_all = TranslatorScope({ARABIC: ("",)})
    of_both = TranslatorScope({ARABIC: ("", SECTION), ENGLISH: (NEIGHBOUR,)})

    def test_a_section_is_covered_with_all_below_it_in_its_language_alone(self) -> None:
        assert self.of_section.covers(SECTION, ARABIC)
        assert self.of_section.covers(f"{SECTION}0001", ARABIC)
        assert not self.of_section.covers(SECTION[:-4], ARABIC)
        assert not self.of_section.covers(NEIGHBOUR, ARABIC)
        assert not self.of_section.covers(SECTION, ENGLISH)
        assert self.of_all.covers(NEIGHBOUR, ARABIC)
        assert not self.of_all.covers(NEIGHBOUR, ENGLISH)

    def test_the_condition_says_the_same(self) -> None:
        assert self.of_section.below(ARABIC) == Q(pk__in=[]) | Q(path__startswith=SECTION)
        assert self.of_section.below(ENGLISH) == Q(pk__in=[])

    def test_everywhere_is_said_of_the_language_in_which_it_is(self) -> None:
        assert self.of_both.everywhere(ARABIC)
        assert not self.of_both.everywhere(ENGLISH)
        assert not self.of_section.everywhere(ARABIC)

    def test_drafts_are_read_where_the_section_is_one_s_own(self) -> None:
        assert self.of_section.reads_drafts(SECTION, of_federation=False)
        assert not self.of_section.reads_drafts(NEIGHBOUR, of_federation=False)
        assert not self.of_section.reads_drafts(NEIGHBOUR, of_federation=True)
        assert not self.of_all.reads_drafts(NEIGHBOUR, of_federation=False), "another's draft is its affair"
        assert self.of_all.reads_drafts(NEIGHBOUR, of_federation=True)
        assert self.of_both.reads_drafts(NEIGHBOUR, of_federation=False)
        assert not TranslatorScope().reads_drafts("", of_federation=True)

    def test_who_translates_nothing_has_none(self) -> None:
        assert not TranslatorScope()
        assert self.of_all


class Beginning(TranslationCase):
    """Who may begin a translation, and into which language."""

    def setUp(self) -> None:
        self.arabic = Locale.objects.get(language_code="ar")
        self.local = make_translator("samira", "ar", self.north)
        self.federal = make_translator("farid", "ar")

    def begins(self, user: User, page: Page, locale: Locale | None = None) -> bool:
        return starts_as_translator(User.objects.get(pk=user.pk), page, locale or self.arabic)

    def test_another_s_draft_is_begun_by_no_one_from_outside(self) -> None:
        for cluster, is_live, local, federal in (
            (self.north, True, True, True),
            (self.north, False, True, False),
            (self.south, True, False, True),
            (self.south, False, False, False),
            (None, False, False, True),
        ):
            page = make_article(cluster, live=is_live)
            assert self.begins(self.local, page) is local, (cluster, is_live)
            assert self.begins(self.federal, page) is federal, (cluster, is_live)

    def test_who_is_of_a_cluster_too_begins_its_drafts(self) -> None:
        self.federal.groups.add(self.local.groups.get())
        assert self.begins(self.federal, make_article(self.north, live=False))
        assert not self.begins(self.federal, make_article(self.south, live=False))

    def test_neither_a_page_of_structure_nor_the_root_nor_its_own_language(self) -> None:
        page = make_article(self.north)
        assert not self.begins(make_translator("françoise", "fr", self.north), page, page.locale)
        assert not self.begins(self.local, section_of(self.north))
        assert not self.begins(self.federal, Page.get_first_root_node())
        assert not self.begins(self.local, page, Locale.objects.get(language_code="en"))

    def test_a_section_is_translated_whole_by_who_may_translate_each_page_of_it(self) -> None:
        listing = parent_for(ArticlePage, self.north)
        make_article(self.north)
        check_subtree(User.objects.get(pk=self.editor.pk), listing, [self.arabic])
        check_subtree(User.objects.get(pk=self.local.pk), listing, [self.arabic])
        english = Locale.objects.get(language_code="en")
        for user, locales in ((self.stranger, [self.arabic]), (self.local, [self.arabic, english])):
            with pytest.raises(PermissionDenied):
                check_subtree(User.objects.get(pk=user.pk), listing, locales)
        with pytest.raises(Refusal):
            check_subtree(User.objects.get(pk=self.editor.pk), section_of(self.north), [self.arabic])

    def test_the_languages_that_are_offered_are_those_that_one_may(self) -> None:
        page, locales = make_article(self.north), list(Locale.objects.exclude(language_code="fr"))
        others = {locale.pk for locale in locales if locale != self.arabic}

        def forbidden(user: User) -> set[int]:
            return forbidden_locales(User.objects.get(pk=user.pk), page, locales)

        assert forbidden(self.editor) == set()
        assert forbidden(self.local) == others
        assert forbidden(self.stranger) == {locale.pk for locale in locales}
        parent_for(ArticlePage, self.north, "en").delete()
        assert forbidden(self.editor) == set(), "there it is refused in words, for want of a parent"
        assert forbidden(self.local) == others

    def test_a_page_is_offered_for_translation_to_its_team_and_its_translators(self) -> None:
        page, draft = make_article(self.north), make_article(self.north, live=False)
        for user, of_page, of_draft in (
            (self.editor, True, True),
            (self.local, True, True),
            (self.federal, True, False),
            (self.stranger, False, False),
        ):
            person = User.objects.get(pk=user.pk)
            assert may_have_translated(person, page) is of_page, user
            assert may_have_translated(User.objects.get(pk=user.pk), draft) is of_draft, user

    def test_a_translator_works_on_a_page_for_as_long_as_it_follows(self) -> None:
        page = make_article(self.north)
        translation = self.started(page, "ar")
        target = self.translated(page, "ar")

        def works(user: User, on: Page) -> bool:
            return edits_as_translator(User.objects.get(pk=user.pk), on)

        assert works(self.local, target)
        assert works(self.federal, target)
        assert not works(self.local, page)
        assert not works(self.stranger, target)
        gone = User.objects.get(pk=self.local.pk)
        gone.is_active = False
        gone.save()
        assert not works(gone, target)
        translation.enabled = False
        translation.save()
        assert not works(self.federal, target)
