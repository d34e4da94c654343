"""The home page and the index of clusters are the federation team's, though no group has a right on them."""

from typing import ClassVar

from django.test import TestCase
from django.urls import reverse
from wagtail.models import Page
from wagtail.permissions import policy_registry

from clusters.access.own_pages import hide_draft_title
from clusters.models import Cluster, ClusterIndexPage, Federation
from fedcms.users.models import User
from home.models import HomePage
from tests.factories import make_cluster, make_user
from tests.factories.content import section_of


class TestFederationPageRights(TestCase):
    north: ClassVar[Cluster]
    home: ClassVar[Page]
    index: ClassVar[Page]

    @classmethod
    def setUpTestData(cls) -> None:
        federation = Federation.load()
        cls.north = make_cluster("nord", "NOR")
        make_user("fred", federation)
        make_user("frida", federation, "publisher")
        make_user("paul", cls.north, "publisher")
        cls.home = HomePage.objects.get(locale__language_code="fr")
        cls.index = ClusterIndexPage.objects.get(locale__language_code="fr")
        for page in (cls.home, cls.index, section_of(cls.north)):
            page.title = f"Une reprise de {page.title}"
            page.save_revision()
        fred = User.objects.get(username="fred")
        cls.home.refresh_from_db()
        cls.home.get_workflow().start(cls.home, fred)

    def read(self, name: str, view: str, *args: object) -> str:
        self.client.force_login(User.objects.get(username=name))
        answer = self.client.get(reverse(view, args=args))
        assert answer.status_code == 200
        return answer.content.decode()

    def edits(self, page: Page) -> str:
        return reverse("wagtailadmin_pages:edit", args=[page.pk])

    def test_a_publisher_sees_that_the_home_page_waits(self) -> None:
        shown = self.read("frida", "wagtailadmin_home")
        assert "En attente de votre relecture" in shown
        assert self.edits(self.home) in shown

    def test_drafts_of_the_home_page_and_of_the_index_are_the_teams(self) -> None:
        shown = self.read("fred", "wagtailadmin_home")
        assert "Une reprise de" in shown
        assert self.edits(self.home) in shown
        assert self.edits(self.index) in shown
        assert self.edits(section_of(self.north)) not in shown

    def test_reports_on_reviews_list_them(self) -> None:
        for report in ("workflow_results", "workflow_tasks_results"):
            for name in ("fred", "frida"):
                with self.subTest(report=report, name=name):
                    assert self.edits(self.home) in self.read(name, f"wagtailadmin_reports:{report}")
            assert self.edits(self.home) not in self.read("paul", f"wagtailadmin_reports:{report}")

    def test_they_are_walked_to_like_any_other(self) -> None:
        assert self.edits(self.index) in self.read("fred", "wagtailadmin_explore", self.home.pk)
        below = self.read("fred", "wagtailadmin_explore", self.index.pk)
        assert self.edits(section_of(self.north)) not in below

    def test_the_explorer_leads_to_their_translations(self) -> None:
        english = HomePage.objects.get(locale__language_code="en")
        root = Page.get_first_root_node()
        assert root is not None
        assert self.edits(english) in self.read("fred", "wagtailadmin_explore", root.pk)
        index = ClusterIndexPage.objects.get(locale__language_code="es")
        assert self.edits(index) in self.read("fred", "wagtailadmin_explore", self.home.pk)

    def test_a_draft_title_is_shown_to_the_team_and_to_nobody_else(self) -> None:
        for name, seen in (("fred", True), ("frida", True), ("paul", False)):
            page = Page.objects.get(pk=self.index.pk)
            shown = hide_draft_title(page, User.objects.get(username=name)).draft_title
            assert shown.startswith("Une reprise de") == seen, name

    def test_their_rights_reach_no_section(self) -> None:
        policy = policy_registry.get_by_type(Page)
        frida, fred = (User.objects.get(username=name) for name in ("frida", "fred"))
        changeable = policy.instances_user_has_permission_for(frida, "change")
        assert changeable.filter(pk=self.home.pk).exists()
        assert not changeable.filter(pk=section_of(self.north).pk).exists()
        assert policy.user_has_permission_for_instance(frida, "publish", self.home)
        assert not policy.user_has_permission_for_instance(fred, "publish", self.home)
        assert not policy.user_has_permission_for_instance(frida, "publish", section_of(self.north))
