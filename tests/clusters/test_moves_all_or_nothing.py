"""Moving is all or nothing: each page is checked, the one that was picked among them, and a refusal leaves all."""

from types import SimpleNamespace
from typing import ClassVar

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory, TestCase
from django.urls import reverse
from wagtail.admin.views.pages.bulk_actions.move import MoveBulkAction
from wagtail.models import Page, PageLogEntry

from clusters.models import Cluster, ContentPage, Federation
from clusters.publishing.refusal import Refusal
from clusters.translation.translation_set.move_hooks import before_bulk
from clusters.translation.translation_set.moves import move_together
from events.models import EventPage
from fedcms.users.models import User
from home.models import StandardPage
from news.models import ArticlePage
from tests.clusters.answers import shown_messages
from tests.factories import make_article, make_cluster, make_user
from tests.factories.content import parent_for, section_of


class MoveCase(TestCase):
    """Two sections, and a publisher of both."""

    north: ClassVar[Cluster]
    south: ClassVar[Cluster]
    both: ClassVar[User]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.north, cls.south = make_cluster("nord", "NOR"), make_cluster("sud", "SUD")
        cls.both = make_user("both", cls.north, "publisher")
        assert cls.south.publishers_group
        cls.both.groups.add(cls.south.publishers_group)

    def pair(self, slug: str) -> tuple[ArticlePage, ArticlePage]:
        """An article in French and its translation."""
        french = make_article(self.north, title=slug.title(), slug=slug)
        english = make_article(
            self.north, "en", title=slug.title(), slug=f"{slug}-en", translation_key=french.translation_key
        )
        return french, english

    def listing(self, language: str = "fr") -> Page:
        return parent_for(ArticlePage, self.south, language)

    def person(self) -> User:
        """As the next request would know them: Wagtail remembers rights on the object."""
        return User.objects.get(pk=self.both.pk)

    def stands(self, *pages: Page) -> list[str]:
        """The section in which each page is, which is that of its cluster."""
        found = []
        for page in pages:
            now = ContentPage.objects.get(pk=page.pk)
            assert now.cluster
            assert now.url_path.split("/")[3] == now.cluster.slug
            found.append(now.cluster.slug)
        return found

    def confirm(self, page: Page) -> HttpResponse:
        self.client.force_login(self.both)
        url = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, self.listing().pk])
        return self.client.post(url)

    def bulk(self, *pages: Page, language: str = "fr") -> HttpResponse:
        self.client.force_login(self.both)
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
        query = "&".join(f"id={page.pk}" for page in pages)
        return self.client.post(f"{url}?{query}", {"chooser": self.listing(language).pk})

    def review(self, page: Page) -> None:
        """The page is submitted and waits for a decision."""
        page.save_revision()
        page.get_workflow().start(page, self.both)


class BulkMoves(MoveCase):
    def test_the_last_refusal_takes_back_what_moved_before_it(self) -> None:
        """Whatever their order: each of the two is once the first and once the last."""
        early, late = self.pair("avant"), self.pair("apres")
        for taken in ("apres-en", "avant-en"):
            obstacle = make_article(self.south, "en", slug=taken)
            response = self.bulk(early[0], late[0])
            assert self.stands(*early, *late) == ["nord"] * 4
            assert "déjà prise" in shown_messages(response)
            assert "pages déplacées" not in shown_messages(response)
            assert not PageLogEntry.objects.filter(action="wagtail.move").exists()
            obstacle.delete()
        assert "4 pages" in shown_messages(self.bulk(early[0], late[0]))
        assert self.stands(*early, *late) == ["sud"] * 4

    def test_one_that_is_being_reviewed_stops_all(self) -> None:
        early, late = self.pair("avant"), self.pair("apres")
        self.review(late[1])
        assert "relecture" in shown_messages(self.bulk(early[0], late[0]))
        assert self.stands(*early, *late) == ["nord"] * 4

    def test_what_may_not_stand_there_does_not_move(self) -> None:
        """Wagtail's form asks it first; the hook asks again, for each page, as the tree is by then."""
        page, agenda = make_article(self.north), parent_for(EventPage, self.north)
        request = RequestFactory().post("/")
        request.user, request.session = self.person(), self.client.session
        request._messages = FallbackStorage(request)
        action = MoveBulkAction(request, Page)
        action.cleaned_form = SimpleNamespace(cleaned_data={"chooser": agenda})
        action.next_url = "/admin/"
        before_bulk(request, "move", [page], action)
        assert "Vous ne pouvez pas déplacer" in "".join(str(message) for message in request._messages)
        assert Page.objects.get(pk=page.pk).get_parent().pk == parent_for(ArticlePage, self.north).pk


class SingleMoves(MoveCase):
    def test_the_page_itself_stays_while_it_is_reviewed(self) -> None:
        """Not its translations alone are asked, nor only a page that has some."""
        french, english = self.pair("rentree")
        alone = make_article(self.north, title="Sans traduction")
        for page in (french, alone):
            self.review(page)
            assert "relecture" in shown_messages(self.confirm(page))
        assert self.stands(french, english, alone) == ["nord"] * 3

    def test_the_right_on_the_page_itself_and_on_its_own_destination_is_asked(self) -> None:
        """From a script in a person's name, before which no view has asked."""
        french, english = self.pair("rentree")
        stranger = make_user("stranger", self.south, "publisher")
        northerner = make_user("northerner", self.north, "publisher")
        for person in (stranger, northerner):
            with pytest.raises(Refusal, match="Vous ne pouvez pas déplacer"):
                move_together(french, self.listing(), person)
        self.south.publishers_group.page_permissions.filter(page__locale__language_code="fr").delete()  # type: ignore[union-attr]
        with pytest.raises(Refusal, match="Français"):
            move_together(french, self.listing(), self.person())
        assert self.stands(french, english) == ["nord", "nord"]

    def test_an_address_that_is_taken_in_the_page_s_own_language_stops_all(self) -> None:
        french, english = self.pair("rentree")
        make_article(self.south, slug="rentree")
        with pytest.raises(Refusal, match="déjà prise"):
            move_together(french, self.listing(), self.person())
        assert self.stands(french, english) == ["nord", "nord"]

    def test_an_address_that_is_taken_within_the_section_is_refused_in_words(self) -> None:
        """Wagtail's form asks it first; a script learns it from the move itself, as it learns other refusals."""
        home = section_of(None)
        first, second = (StandardPage(title=title, locale=home.locale) for title in ("Avant", "Après"))
        page, taken = (StandardPage(title="Double", slug="double", locale=home.locale) for _ in range(2))
        for each, parent in ((first, home), (second, home), (page, first), (taken, second)):
            parent.add_child(instance=each)
        with pytest.raises(Refusal, match="double"):
            move_together(page, second, make_user("frida", Federation.load(), "publisher"))
        assert Page.objects.get(pk=page.pk).get_parent().pk == first.pk

    def test_who_was_refused_has_opened_no_way_for_half_a_move(self) -> None:
        """The permission to move one language at a time ends with the move, also with one that fails."""
        french, english = self.pair("rentree")
        make_article(self.south, "en", slug="rentree-en")
        with pytest.raises(Refusal):
            move_together(french, self.listing(), self.person())
        with pytest.raises(PermissionDenied):
            Page.objects.get(pk=english.pk).specific.move(self.listing("en"), pos="last-child")
        assert self.stands(french, english) == ["nord", "nord"]

    def test_a_destination_that_is_an_alias_is_none(self) -> None:
        french, english = self.pair("rentree")
        listing = self.listing("en")
        Page.objects.filter(pk=listing.pk).update(alias_of=parent_for(ArticlePage, self.north, "en"))
        with pytest.raises(Refusal, match="n’existe pas"):
            move_together(french, self.listing(), self.person())
        assert self.stands(french, english) == ["nord", "nord"]

    def test_asking_for_a_move_moves_nothing(self) -> None:
        french, english = self.pair("rentree")
        self.client.force_login(self.both)
        self.client.get(reverse("wagtailadmin_pages:move_confirm", args=[french.pk, self.listing().pk]))
        assert self.stands(french, english) == ["nord", "nord"]
