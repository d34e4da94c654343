"""What a person reads and may take along where a page is written in several languages, draft or public."""

from uuid import UUID

from django.urls import reverse
from wagtail.models import Page

from fedcms.users.models import User
from home.models import StandardPage
from tests.clusters.answers import shown_messages
from tests.clusters.test_withdrawal import offered
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_article
from tests.factories.content import section_of

ALSO_PUBLIC = "Cette page est aussi publique en d’autres langues."


class LanguagesCase(TranslationCase):
    """An article that the north wrote in three languages."""

    def setUp(self) -> None:
        self.page = make_article(self.north, title="Une année de mesures")
        self.english = self.written("en", "A year of measures")
        self.spanish = self.written("es", "Un año de mediciones")

    def written(self, language: str, title: str, live: bool = True) -> Page:
        """The article in another language."""
        key = self.page.translation_key
        return make_article(self.north, language, live=live, title=title, translation_key=key)

    def address(self, action: str, *pages: Page, bulk: bool = False) -> str:
        """Where an action is confirmed."""
        if bulk:
            keys = "&".join(f"id={page.pk}" for page in pages)
            return f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', action])}?{keys}"
        return reverse(f"wagtailadmin_pages:{action}", args=[pages[0].pk])

    def offers(self, user: User, action: str, page: Page) -> dict[str, bool]:
        """What a confirmation offers to take along."""
        self.client.force_login(user)
        return offered(self.client.get(self.address(action, page)))

    def confirm(self, user: User, address: str, *ticked: Page) -> str:
        """Confirms an action with these languages ticked, and returns what the person then reads."""
        self.client = self.client_class()  # what was said before is not read again
        self.client.force_login(user)
        return shown_messages(self.client.post(address, {"with_translations": [page.pk for page in ticked]}))

    def public(self, *pages: Page) -> list[bool | None]:
        """Whether each page is public; `None` for one that is gone."""
        live = dict(Page.objects.values_list("pk", "live"))
        return [live.get(page.pk) for page in pages]


class Words(LanguagesCase):
    def test_who_unpublished_reads_which_languages_went_along(self) -> None:
        said = self.confirm(self.publisher, self.address("unpublish", self.page), self.english, self.spanish)
        assert "Retiré aussi : English (« A year of measures »), Español (« Un año de mediciones »)." in said

    def test_who_deleted_reads_which_languages_went_along(self) -> None:
        for bulk in (False, True):
            with self.subTest(bulk=bulk):
                self.setUp()
                address = self.address("delete", self.page, bulk=bulk)
                said = self.confirm(self.publisher, address, self.english)
                assert "Supprimé aussi : English (« A year of measures »)." in said

    def test_nothing_is_said_of_languages_where_none_was_ticked(self) -> None:
        said = self.confirm(self.publisher, self.address("unpublish", self.page))
        assert "Retiré aussi" not in said

    def test_only_the_languages_that_are_ticked_go_along(self) -> None:
        for ticked, left in ((self.english, self.spanish), (self.spanish, self.english)):
            with self.subTest(ticked=ticked.title):
                Page.objects.filter(translation_key=self.page.translation_key).update(live=True)
                self.confirm(self.publisher, self.address("unpublish", self.page), ticked)
                assert self.public(ticked, left) == [False, True]


class Drafts(LanguagesCase):
    def setUp(self) -> None:
        self.page = make_article(self.north, live=False, title="Pas encore")
        self.english = self.written("en", "Not yet", live=False)

    def test_an_editor_deletes_a_draft_together_with_the_draft_in_another_language(self) -> None:
        assert self.offers(self.editor, "delete", self.page) == {str(self.english.pk): False}
        self.confirm(self.editor, self.address("delete", self.page), self.english)
        assert self.public(self.page, self.english) == [None, None]

    def test_an_editor_does_not_delete_a_public_page_together_with_a_draft(self) -> None:
        public = self.written("es", "Ya publicado")
        assert self.offers(self.editor, "delete", self.page) == {str(self.english.pk): False}
        self.confirm(self.editor, self.address("delete", self.page), self.english, public)
        assert self.public(self.page, self.english, public) == [None, None, True]

    def test_a_draft_is_not_named_where_a_public_page_goes_off_line(self) -> None:
        public = self.written("es", "Ya publicado")
        self.client.force_login(self.publisher)
        response = self.client.get(self.address("unpublish", public))
        self.assertNotContains(response, ALSO_PUBLIC)
        self.assertNotContains(response, "Not yet")


class Others(LanguagesCase):
    def test_another_action_takes_no_language_along(self) -> None:
        """The field that a confirmation of a deletion sends means nothing to the one that publishes."""
        self.confirm(self.publisher, self.address("publish", self.page, bulk=True), self.english)
        assert self.public(self.page, self.english) == [True, True]

    def test_the_root_of_a_section_goes_off_line_in_one_language_alone(self) -> None:
        section, english = section_of(self.north), section_of(self.north, "en")
        assert self.offers(self.root, "unpublish", section) == {}
        self.confirm(self.root, self.address("unpublish", section), english)
        assert self.public(section, english) == [False, True]

    def test_a_page_that_stood_below_another_one_goes_with_it_and_the_rest_too(self) -> None:
        """In English the second page stands below the first."""
        french, english = section_of(None), section_of(None, "en")
        pages: list[Page] = []
        others: list[Page] = []
        for number, title in enumerate(("Manifeste", "Annexe", "Accessibilité"), start=1):
            parent = others[0] if number == 2 else english
            for above, found in ((french, pages), (parent, others)):
                page = StandardPage(
                    title=title, slug=f"page-{number}", summary="x", translation_key=UUID(int=number)
                )
                page.locale = above.locale
                found.append(above.add_child(instance=page))
        said = self.confirm(self.root, self.address("delete", *pages, bulk=True), *others)
        assert self.public(*pages, *others) == [None] * 6
        assert "Supprimé aussi : English (« Manifeste »), English (« Accessibilité »)." in said
