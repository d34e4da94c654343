"""Nothing is created, copied or chosen below a page of another cluster, and its draft is no place to look around in."""

from typing import ClassVar

from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from clusters.models import Federation
from fedcms.users.models import User
from news.models import ArticlePage, NewsIndexPage, PressReleasePage
from tests.clusters.rights.support import behind_the_guard, was_refused
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_article, make_release, make_user
from tests.factories.content import parent_for, section_of
from tests.factories.people import make_translator

SECRET = "xyzzyquark"


class ParentCase(TranslationCase):
    """Pages of the north, and parents that are not theirs: of the south, of the federation, in two languages."""

    own: ClassVar[ArticlePage]
    parents: ClassVar[list[Page]]
    people: ClassVar[list[User]]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.own = make_article(cls.north, title="Le nôtre", slug="le-notre")
        cls.parents = [
            parent_for(ArticlePage, cls.south),
            parent_for(ArticlePage, cls.south, "en"),
            parent_for(ArticlePage, None),
            section_of(cls.south),
            section_of(None),
        ]
        cls.people = [cls.editor, cls.publisher, make_translator("samira", "en", cls.north)]

    def pages(self) -> set[tuple[int, str]]:
        return set(Page.objects.values_list("pk", "path"))

    def creations(self, parent: Page) -> list[tuple[str, dict[str, object]]]:
        """Each address by which a page comes to stand below a parent."""
        own = self.own.pk
        form = {"title": "Neuf", "slug": "neuf", "summary": "x", "body-count": "0", "action-publish": "1",
                "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}  # fmt: skip
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
        found: list[tuple[str, dict[str, object]]] = [
            (reverse("wagtailadmin_pages:add", args=["news", "articlepage", parent.pk]), form),
            (
                reverse("wagtailadmin_pages:choose_parent", args=["news", "articlepage"]),
                {"parent_page": parent.pk},
            ),
            (
                reverse("wagtailadmin_pages:copy", args=[own]),
                {"new_title": "C", "new_slug": "c", "new_parent_page": parent.pk},
            ),
            (reverse("wagtailadmin_pages:move", args=[own]), {"new_parent_page": parent.pk}),
            (reverse("wagtailadmin_pages:move_confirm", args=[own, parent.pk]), {}),
            (f"{bulk}?id={own}", {"chooser": parent.pk}),
        ]
        found += [
            (
                reverse("wagtailadmin_api:pages:action", args=[own, action]),
                {"destination_page_id": parent.pk, "position": "last-child"},
            )
            for action in ("copy", "move", "create_alias")
        ]
        return found


class TestCreating(ParentCase):
    def test_nothing_comes_to_stand_below_another_s_page(self) -> None:
        before = self.pages()
        for user in self.people:
            self.client.force_login(user)
            for parent in self.parents:
                for url, data in self.creations(parent):
                    response = self.client.post(url, data)
                    # The admin's API is asked about the page that is named; its action about where it goes.
                    assert was_refused(response) or response.status_code == 400, (user, parent, url)
                    assert self.pages() == before, (user, parent, url)

    @behind_the_guard
    def test_nor_by_the_views_themselves(self) -> None:
        before = self.pages()
        for user in self.people:
            self.client.force_login(user)
            for parent in self.parents:
                for url, data in self.creations(parent):
                    self.client.post(url, data)
                    assert self.pages() == before, (user, parent, url)

    def test_no_screen_to_begin_with_opens(self) -> None:
        for user in self.people:
            self.client.force_login(user)
            for parent in self.parents:
                for url in (
                    reverse("wagtailadmin_pages:add", args=["news", "articlepage", parent.pk]),
                    reverse("wagtailadmin_pages:add_subpage", args=[parent.pk]),
                    reverse("wagtailadmin_pages:move_confirm", args=[self.own.pk, parent.pk]),
                ):
                    assert was_refused(self.client.get(url)), (user, parent, url)

    @behind_the_guard
    def test_the_screen_that_says_where_pages_are_created_is_one_s_own(self) -> None:
        """A page below which nothing is created explains itself, to who works there."""
        leaf = make_article(self.south)
        for page, is_open in ((leaf, False), (self.own, True)):
            self.client.force_login(self.editor)
            shown = self.client.get(reverse("wagtailadmin_pages:add_subpage", args=[page.pk]))
            assert (shown.status_code == 200) is is_open

    def test_the_federation_s_team_writes_in_no_cluster_s_section(self) -> None:
        before = self.pages()
        frida = make_user("frida", Federation.load(), "publisher")
        self.client.force_login(frida)
        for parent in (parent_for(ArticlePage, self.north), section_of(self.south)):
            for url, data in self.creations(parent):
                response = self.client.post(url, data)
                assert was_refused(response) or response.status_code == 400, (parent, url)
        assert self.pages() == before


class TestLookingAround(ParentCase):
    """The chooser of pages."""

    def setUp(self) -> None:
        self.client.force_login(self.editor)

    def browse(self, parent: Page | None = None, **query: str) -> str:
        args = [parent.pk] if parent else []
        name = "wagtailadmin_choose_page_child" if parent else "wagtailadmin_choose_page"
        response = self.client.get(reverse(name, args=args), query, follow=True)
        return response.content.decode() if response.status_code == 200 else str(response.status_code)

    def hide(self) -> NewsIndexPage:
        """The listing of the south is a draft, below which something stands."""
        make_release(self.south, title=f"Communiqué {SECRET}")
        listing: NewsIndexPage = parent_for(PressReleasePage, self.south).specific
        listing.title = f"Actualités {SECRET}"
        listing.save_revision()
        listing.unpublish()
        return listing

    def test_another_s_draft_is_no_parent_in_no_language_and_with_no_query(self) -> None:
        listing = self.hide()
        for query in ({}, {"page_type": "news.PressReleasePage"}, {"locale": "en"}, {"multiple": "1"}):
            assert self.browse(listing, **query) == "404", query
        assert self.browse(parent_for(ArticlePage, self.north)) != "404"

    def test_the_chooser_does_not_begin_in_another_s_draft(self) -> None:
        """It begins where all pages of a kind stand, which may be one place that is not public."""
        self.hide()
        shown = self.browse(page_type="news.PressReleasePage")
        assert shown != "404"
        assert SECRET not in shown

    def test_a_page_behind_a_password_is_no_parent(self) -> None:
        listing = parent_for(ArticlePage, self.south)
        PageViewRestriction.objects.create(page=listing, restriction_type="password", password="x")
        assert self.browse(listing) == "404"

    def test_a_parent_that_everybody_sees_is_named_as_everybody_sees_it(self) -> None:
        listing = parent_for(ArticlePage, self.south)
        listing.title = f"Bientôt {SECRET}"
        listing.specific.save_revision()
        draft = listing.specific
        draft.title = f"Bientôt {SECRET}"
        draft.save_revision()
        assert SECRET not in self.browse(Page.objects.get(pk=listing.pk))
        assert SECRET not in self.browse(section_of(self.south))
        assert (
            SECRET
            not in self.client.get(
                reverse("wagtailadmin_choose_page_search"), {"q": "Actualités"}
            ).content.decode()
        )

    def test_nothing_of_another_s_is_offered_as_a_destination(self) -> None:
        """What the dialog of a move or a copy lets be clicked."""
        for query in (
            {"user_perms": "copy_to"},
            {"user_perms": "move_to", "target_pages[]": str(self.own.pk)},
        ):
            shown = self.browse(section_of(self.south), page_type="news.NewsIndexPage", **query)
            assert f'data-id="{self.parents[0].pk}"' not in shown
            url = reverse("wagtailadmin_pages:edit", args=[self.parents[0].pk])
            assert f'data-edit-url="{url}"' not in shown
