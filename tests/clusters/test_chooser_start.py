"""The chooser of pages opens at one's own section, in the language of the page that is edited."""

from typing import ClassVar

from django.http import HttpResponse
from django.test import TestCase
from django.urls import reverse
from wagtail.models import Page

from clusters.models import Cluster, Federation
from fedcms.users.models import User
from tests.factories import make_article, make_cluster, make_user
from tests.factories.content import section_of


class TestChooserStart(TestCase):
    north: ClassVar[Cluster]
    south: ClassVar[Cluster]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.north, cls.south = make_cluster("nord", "NOR"), make_cluster("sud", "SUD")
        make_user("nora", cls.north)
        make_user("nina", cls.north).groups.add(cls.south.editors_group)
        make_user("fatou", Federation.load())
        User.objects.create_superuser("root", "root@example.org", "secret")
        cls.article = make_article(cls.north)
        cls.english = make_article(cls.south, language="en")

    def opened_at(self, name: str, screen: str = "", **query: str) -> int:
        self.client.force_login(User.objects.get(username=name))
        headers = {"referer": f"https://testserver{screen}"} if screen else {}
        response: HttpResponse = self.client.get(reverse("wagtailadmin_choose_page"), query, headers=headers)
        assert response.status_code == 200
        found: int = response.json()["parent_page_id"]
        return found

    def editor(self, page: Page) -> str:
        return reverse("wagtailadmin_pages:edit", args=[page.pk])

    def test_it_is_ones_own_section_in_the_language_of_the_page(self) -> None:
        north, south = (section_of(cluster, "en").pk for cluster in (self.north, self.south))
        assert self.opened_at("nora", self.editor(self.article)) == section_of(self.north).pk
        assert self.opened_at("nora", self.editor(self.english)) == north
        assert self.opened_at("nina", self.editor(self.english)) == south
        screen = reverse("wagtailadmin_pages:add", args=["news", "articlepage", self.english.get_parent().pk])
        assert self.opened_at("nina", screen) == south

    def test_the_federations_people_begin_at_the_home_page_of_that_language(self) -> None:
        for name in ("fatou", "root"):
            assert self.opened_at(name, self.editor(self.english)) == section_of(None, "en").pk
            assert self.opened_at(name, self.editor(self.article)) == section_of(None, "fr").pk

    def test_from_another_screen_it_is_the_language_of_the_interface(self) -> None:
        for screen in ("", "/admin/organisations/", "/nowhere/", "//[bad", "/admin/pages/9999999/edit/"):
            assert self.opened_at("nora", screen) == section_of(self.north).pk

    def test_a_type_that_is_not_in_the_section_is_looked_for_where_it_is(self) -> None:
        screen = self.editor(self.article)
        own = self.opened_at("nora", screen, page_type="news.ArticlePage")
        assert own == section_of(self.north).pk
        index = self.opened_at("nora", screen, page_type="home.HomePage")
        assert index == Page.get_first_root_node().pk

    def test_the_roots_of_all_languages_can_still_be_reached(self) -> None:
        root = Page.get_first_root_node()
        assert self.opened_at("nora", self.editor(self.article), locale="en") == root.pk
        url = reverse("wagtailadmin_choose_page_child", args=[root.pk])
        assert self.client.get(url).json()["parent_page_id"] == root.pk
