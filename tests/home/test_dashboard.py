"""The dashboard shows a person what is theirs, first, and asks the same number of queries whatever there is."""

from datetime import timedelta
from typing import ClassVar

from bs4 import BeautifulSoup
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.users.models import UserProfile

from clusters.models import Cluster, Federation
from fedcms.media.models import FederationImage
from fedcms.users.models import User
from news.models import ArticlePage
from tests.admin_walk.stage import picture
from tests.factories import make_article, make_cluster, make_event, make_mission, make_user
from tests.factories.content import parent_for


class TestDashboard(TestCase):
    north: ClassVar[Cluster]
    south: ClassVar[Cluster]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.north, cls.south = make_cluster("nord", "NOR"), make_cluster("sud", "SUD")
        cls.nora = make_user("nora", cls.north)
        cls.paul = make_user("paul", cls.north, "publisher")
        make_user("fred", Federation.load())
        User.objects.create_superuser("root", "root@people.example", "a-long-enough-passphrase")

    def page(self, name: str, language: str = "fr") -> str:
        user = User.objects.get(username=name)
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
        self.client.force_login(user)
        return self.client.get(reverse("wagtailadmin_home")).content.decode()

    def add_url(self, cluster: Cluster | None, language: str) -> str:
        parent = parent_for(ArticlePage, cluster, language)
        return reverse("wagtailadmin_pages:add", args=["news", "articlepage", parent.pk])

    def test_one_click_begins_each_kind_in_ones_own_section_and_language(self) -> None:
        shown = self.page("nora")
        for kind in ("articlepage", "successstorypage", "pressreleasepage", "eventpage", "trademissionpage"):
            assert f"/{kind}/" in shown
        assert shown.index(self.add_url(self.north, "fr")) < shown.index(self.add_url(self.north, "en"))
        assert self.add_url(self.south, "fr") not in shown
        assert self.add_url(None, "fr") not in shown
        in_english = self.page("nora", "en")
        assert in_english.index(self.add_url(self.north, "en")) < in_english.index(
            self.add_url(self.north, "fr")
        )
        assert self.client.get(self.add_url(self.north, "fr")).status_code == 200

    def test_the_federations_team_begins_below_the_home_page(self) -> None:
        shown = self.page("fred")
        assert self.add_url(None, "fr") in shown
        assert self.add_url(self.north, "fr") not in shown
        assert self.client.get(self.add_url(None, "fr")).status_code == 200

    def test_drafts_of_the_team_and_of_no_other(self) -> None:
        make_article(self.north, "en", live=False, title="A draft of ours")
        make_article(self.south, live=False, title="Brouillon du Sud")
        changed = make_article(self.north, title="Paru")
        changed.title = "Paru, puis repris"
        changed.save_revision()
        shown = self.page("nora")
        assert "A draft of ours" in shown
        assert "Paru, puis repris" in shown
        assert "modifications non publiées" in shown
        assert "Brouillon du Sud" not in shown

    def test_what_waits_for_approval_is_shown_to_who_may_approve(self) -> None:
        draft = make_article(self.north, live=False, title="À relire, merci", owner=self.nora)
        draft.save_revision(user=self.nora)
        Page.objects.get(pk=draft.pk).specific.get_workflow().start(draft, self.nora)
        assert "En attente de votre relecture" in self.page("paul")
        shown = self.page("nora")
        assert "En attente de votre relecture" not in shown
        assert "en relecture" in shown

    def test_what_is_due_soon(self) -> None:
        soon = timezone.now() + timedelta(days=3)
        scheduled = make_article(self.north, live=False, title="Demain", go_live_at=soon)
        scheduled.save_revision().publish()
        make_article(self.south, live=False, title="Demain au Sud", go_live_at=soon).save_revision().publish()
        make_article(self.north, title="Bientôt retiré", expire_at=soon)
        make_mission(self.north, title="Mission proche", deadline=timezone.localdate() + timedelta(days=5))
        make_mission(
            self.north, title="Mission lointaine", deadline=timezone.localdate() + timedelta(days=40)
        )
        panel = BeautifulSoup(self.page("nora"), "html.parser").find(id="due-soon-section")
        assert panel is not None
        shown = panel.get_text()
        for title in ("Demain", "Bientôt retiré", "Mission proche", "fin des candidatures"):
            assert title in shown
        assert "Mission lointaine" not in shown
        assert "Demain au Sud" not in shown

    def test_somebody_who_left_a_team_sees_nothing_of_it_any_more(self) -> None:
        draft = make_article(self.north, live=False, title="Resté au Nord", owner=self.nora)
        draft.save_revision(user=self.nora, log_action=True)
        self.nora.groups.set([self.south.editors_group])  # type: ignore[list-item]
        assert "Resté au Nord" not in self.page("nora")

    def fill(self, number: int) -> None:
        for _index in range(number):
            draft = make_article(self.north, live=False, owner=self.nora)
            draft.save_revision(user=self.nora)
            workflow = Page.objects.get(pk=draft.pk).specific.get_workflow()
            workflow.start(draft, self.nora)
            make_event(self.north, expire_at=timezone.now() + timedelta(days=2))
            returned = make_article(self.north, live=False, owner=self.nora)
            returned.save_revision(user=self.nora)
            review = workflow.start(returned, self.nora).current_task_state
            review.task.specific.on_action(review, self.paul, "reject", comment="Une remarque")
            make_article(self.north, live=False).save_revision(user=self.paul)
            image = picture("Un phare", self.north, self.nora)
            FederationImage.objects.filter(pk=image.pk).update(rights_until=timezone.localdate())

    def queries(self, name: str) -> int:
        self.page(name)
        with CaptureQueriesContext(connection) as captured:
            self.client.get(reverse("wagtailadmin_home"))
        return len(captured)

    def test_the_same_number_of_queries_whatever_there_is(self) -> None:
        self.fill(1)
        few = {name: self.queries(name) for name in ("nora", "paul", "root")}
        self.fill(7)
        make_cluster("est", "EST")
        many = {name: self.queries(name) for name in ("nora", "paul", "root")}
        assert many == few
        assert max(few.values()) <= 40

    def menu(self, name: str) -> str:
        page = self.page(name)
        return (
            page[page.index('id="wagtail-sidebar-props"') :] if 'id="wagtail-sidebar-props"' in page else page
        )

    def test_menus_lead_only_where_one_may_go(self) -> None:
        editor = self.menu("nora")
        assert reverse("organisations:index") in editor
        for hidden in (
            "clusters:index",
            "charters:index",
            "topics:index",
            "federation:index",
            "wagtailusers_users:index",
        ):
            assert reverse(hidden) not in editor, hidden
        for report in ("page_types_usage", "aging_pages", "locked_pages"):
            assert reverse(f"wagtailadmin_reports:{report}") not in editor, report
        publisher = self.menu("paul")
        assert reverse("clusters:index") in publisher
        assert reverse("wagtailadmin_reports:aging_pages") in publisher
        assert reverse("wagtailadmin_reports:page_types_usage") in self.menu("root")
