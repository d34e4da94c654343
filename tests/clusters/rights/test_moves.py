"""Who moves a page needs the right on each page that goes, and where each of them goes, in every language."""

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from clusters.models import ContentPage, Federation
from clusters.publishing.refusal import Refusal
from clusters.translation.translation_set.moves import check_right, move_together, plan
from fedcms.users.models import User
from home.models import HomePage, StandardPage
from news.models import ArticlePage
from tests.clusters.answers import shown_messages
from tests.clusters.rights.support import again, behind_the_guard, was_refused
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_article, make_user, publish
from tests.factories.content import parent_for

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer


class MoveCase(TranslationCase):
    """An article of the north in two languages, and who publishes in the north and writes in the south."""

    french: ClassVar[ArticlePage]
    english: ClassVar[ArticlePage]
    between: ClassVar[User]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.french = make_article(cls.north, title="Rentrée", slug="rentree", live=False)
        cls.english = make_article(
            cls.north, "en", title="Back", slug="back", live=False, translation_key=cls.french.translation_key
        )
        cls.between = make_user("between", cls.north, "publisher")
        assert cls.south.editors_group
        cls.between.groups.add(cls.south.editors_group)

    def ways(self, page: Page, destination: Page) -> list[tuple[str, dict[str, object]]]:
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
        return [
            (reverse("wagtailadmin_pages:move_confirm", args=[page.pk, destination.pk]), {}),
            (f"{bulk}?id={page.pk}", {"chooser": destination.pk}),
            (
                reverse("wagtailadmin_api:pages:action", args=[page.pk, "move"]),
                {"destination_page_id": destination.pk, "position": "last-child"},
            ),
        ]

    def stand(self) -> set[str]:
        keys = (self.french.pk, self.english.pk)
        return {page.url_path.split("/")[3] for page in ContentPage.objects.filter(pk__in=keys)}


class TestRights(MoveCase):
    def refused(self, user: User, page: Page, destination: Page) -> None:
        """By every way of the admin, and by what they all ask in the end."""
        self.client.force_login(user)
        for url, data in self.ways(page, destination):
            self.client.post(url, data)
            assert self.stand() == {"nord"}, (user, url)
        with pytest.raises(Refusal):
            move_together(Page.objects.get(pk=page.pk), destination, again(user))
        assert self.stand() == {"nord"}, user

    @behind_the_guard
    def test_who_has_no_right_where_it_goes_moves_nothing(self) -> None:
        for user in (self.editor, self.publisher):
            self.refused(user, self.french, parent_for(ArticlePage, self.south))

    @behind_the_guard
    def test_who_has_no_right_on_what_goes_moves_nothing(self) -> None:
        for user in (self.stranger, self.strange_publisher):
            self.refused(user, self.french, parent_for(ArticlePage, self.south))

    @behind_the_guard
    def test_the_federation_s_team_takes_nothing_out_of_a_section(self) -> None:
        frida = make_user("frida", Federation.load(), "publisher")
        self.refused(frida, self.french, parent_for(ArticlePage, None))

    def test_the_guard_says_so_before_anything_is_shown(self) -> None:
        for user in (self.publisher, self.strange_publisher):
            self.client.force_login(user)
            for url, data in self.ways(self.french, parent_for(ArticlePage, self.south))[:2]:
                assert was_refused(self.client.post(url, data))

    def test_the_right_is_asked_of_the_translation_and_of_its_own_destination(self) -> None:
        assert self.south.editors_group
        self.south.editors_group.page_permissions.filter(page__locale__language_code="en").delete()
        there = parent_for(ArticlePage, self.south)
        check_right(self.french, there, again(self.between))
        with pytest.raises(Refusal, match=r"Anglais|English"):
            check_right(self.english, parent_for(ArticlePage, self.south, "en"), again(self.between))
        with pytest.raises(Refusal, match=r"Anglais|English"):
            plan(self.french, there, again(self.between))
        self.refused(self.between, self.french, there)

    def test_with_both_rights_both_go(self) -> None:
        """Otherwise the refusals would prove nothing."""
        self.client.force_login(self.between)
        url, data = self.ways(self.french, parent_for(ArticlePage, self.south))[0]
        self.client.post(url, data)
        assert self.stand() == {"sud"}


class TestScheduled(MoveCase):
    """Who moves a page that will appear by itself decides that it appears where it goes."""

    def setUp(self) -> None:
        ContentPage.objects.filter(pk=self.english.pk).update(translation_key=uuid4())
        page = ArticlePage.objects.get(pk=self.french.pk)
        page.go_live_at = timezone.now() + timedelta(days=3)
        page.save_revision(user=self.publisher).publish(user=self.publisher)
        self.scheduled = ArticlePage.objects.get(pk=page.pk)
        assert self.scheduled.approved_schedule

    def stands(self) -> str:
        return str(Page.objects.get(pk=self.scheduled.pk).url_path.split("/")[3])

    def test_a_date_publishes_nothing_where_the_mover_may_not(self) -> None:
        self.client.force_login(self.between)
        for url, data in self.ways(self.scheduled, parent_for(ArticlePage, self.south)):
            self.client.cookies.pop("messages", None)
            response = self.client.post(url, data)
            said = shown_messages(response) + response.content.decode()
            assert "date déjà décidée" in said, url
            assert self.stands() == "nord", url
            assert self.scheduled.approved_schedule

    def test_who_publishes_there_takes_the_date_along(self) -> None:
        assert self.south.publishers_group
        self.between.groups.add(self.south.publishers_group)
        self.client.force_login(self.between)
        url, data = self.ways(self.scheduled, parent_for(ArticlePage, self.south))[0]
        self.client.post(url, data)
        assert self.stands() == "sud"
        assert ArticlePage.objects.get(pk=self.scheduled.pk).approved_schedule

    def test_without_the_date_it_goes_as_the_draft_that_it_is(self) -> None:
        self.client.force_login(self.between)
        revision = self.scheduled.scheduled_revision
        self.client.post(
            reverse("wagtailadmin_pages:revisions_unschedule", args=[self.scheduled.pk, revision.pk])
        )
        url, data = self.ways(self.scheduled, parent_for(ArticlePage, self.south))[1]
        self.client.post(url, data)
        assert self.stands() == "sud"
        assert not ArticlePage.objects.get(pk=self.scheduled.pk).live

    def test_a_scheduled_translation_holds_its_original_back(self) -> None:
        ContentPage.objects.filter(pk=self.english.pk).update(translation_key=self.scheduled.translation_key)
        self.scheduled.revisions.update(approved_go_live_at=None)
        english = ArticlePage.objects.get(pk=self.english.pk)
        english.save_revision()
        english.revisions.update(approved_go_live_at=timezone.now() + timedelta(days=3))
        with pytest.raises(Refusal, match="date déjà décidée"):
            move_together(
                Page.objects.get(pk=self.french.pk), parent_for(ArticlePage, self.south), again(self.between)
            )
        assert self.stand() == {"nord"}


class TestWithinASection(TranslationCase):
    """The federation's pages stand below one another: the translations go along where their parent exists."""

    def setUp(self) -> None:
        home = HomePage.objects.get(locale__language_code="fr")
        self.first, self.second, self.child = (
            StandardPage(title=title, locale=home.locale) for title in "ABC"
        )
        for page, parent in ((self.first, home), (self.second, home), (self.child, self.first)):
            parent.add_child(instance=page)
            publish(page)
        for page in (self.first, self.second, self.child):
            self.ask_translation(self.root, page, "en")
        self.frida = make_user("frida", Federation.load(), "publisher")

    def move(self) -> "Answer":
        self.client.force_login(self.frida)
        return self.client.post(
            reverse("wagtailadmin_pages:move_confirm", args=[self.child.pk, self.second.pk])
        )

    def parents(self) -> set[object]:
        found = Page.objects.filter(translation_key=self.child.translation_key)
        return {each.get_parent().translation_key for each in found}

    def test_who_may_not_touch_the_translation_moves_none(self) -> None:
        federation = Federation.load()
        assert federation.publishers_group
        federation.publishers_group.page_permissions.filter(page__locale__language_code="en").delete()
        response = self.move()
        assert self.parents() == {self.first.translation_key}
        assert "Rien n’a été déplacé" in shown_messages(response)

    def test_a_date_goes_along_within_the_section_in_which_it_was_decided(self) -> None:
        fred, home = make_user("fred", Federation.load()), self.first.get_parent().specific
        page = StandardPage(title="D", locale=home.locale, live=False, owner=fred)
        Page.objects.get(pk=self.first.pk).add_child(instance=page)
        page.go_live_at = timezone.now() + timedelta(days=3)
        page.save_revision().publish(user=self.frida)
        self.client.force_login(fred)
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
        self.client.post(f"{url}?id={page.pk}", {"chooser": self.second.pk})
        moved = Page.objects.get(pk=page.pk)
        assert moved.get_parent().pk == self.second.pk
        assert moved.approved_schedule

    def test_who_may_moves_both(self) -> None:
        self.move()
        assert self.parents() == {self.second.translation_key}
