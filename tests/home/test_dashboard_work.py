"""The dashboard's other panels: what is in work, what comes soon, what was published, one's section, first steps."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import time_machine
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from clusters.content.registry import content_types
from clusters.models import ContentPage
from fedcms.users.models import User
from news.models import NewsIndexPage
from tests.admin_walk.stage import picture
from tests.factories import make_article, make_release, make_user
from tests.factories.content import section_of
from tests.factories.people import make_translator
from tests.home.dashboard_support import DashboardCase

IN_WORK, SOON, PUBLISHED, STEPS = "in-work", "due-soon", "published", "first-steps"
NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)


class InWork(DashboardCase):
    def test_ones_own_drafts_come_before_the_teams(self) -> None:
        colleague = make_user("colleague", self.north)
        self.draft(self.editor, "À moi")
        taken = self.draft(colleague, "Reprise par moi")
        taken.save_revision(user=self.editor)
        self.draft(colleague, "De l’équipe")
        assert self.titles(self.editor, IN_WORK) == ["Reprise par moi", "À moi", "De l’équipe"]
        shown = self.read(self.editor, IN_WORK)
        assert shown.index("Vos brouillons") < shown.index("À moi")
        assert shown.index("Brouillons de votre équipe") < shown.index("De l’équipe")
        assert self.titles(self.stranger, IN_WORK) == []

    def test_what_is_approved_for_its_moment_is_in_work_no_longer_unless_it_is_changed_again(self) -> None:
        page = self.draft(self.editor, "Demain", go_live_at=timezone.now() + timedelta(days=1))
        page.save_revision(user=self.editor).publish()
        assert self.titles(self.editor, IN_WORK) == []
        assert self.titles(self.editor, SOON) == ["Demain"]
        page.refresh_from_db()
        page.title = "Demain, repris"
        page.save_revision(user=self.editor)
        assert self.titles(self.editor, IN_WORK) == ["Demain, repris"]


class Soon(DashboardCase):
    def scheduled(self, make: Callable[..., ContentPage] = make_article, **fields: object) -> None:
        """A page of the north that is approved for noon."""
        page = make(self.north, live=False, go_live_at=NOON, **fields)
        page.save_revision(user=self.editor).publish()

    def test_the_moment_is_told_by_a_clock_that_is_named(self) -> None:
        with time_machine.travel(NOON - timedelta(days=2)):
            self.scheduled(title="Une actualité")
            self.scheduled(make_release, title="Un communiqué")
            here = self.read(self.editor, SOON, current_time_zone="Europe/Paris")
            there = self.read(self.editor, SOON, current_time_zone="America/Toronto")
        assert "sera publié 12/03/2026 13:00 ( Europe/Paris )" in here
        assert "fin de l’embargo 12/03/2026 13:00 ( Europe/Paris )" in here
        assert "12/03/2026 08:00 ( America/Toronto )" in there

    def test_the_day_comes_before_the_month_in_every_language(self) -> None:
        with time_machine.travel(NOON - timedelta(days=2)):
            self.scheduled(title="Une actualité")
            for code in ("fr", "en", "es", "ar"):
                shown = self.read(self.editor, SOON, preferred_language=code, current_time_zone="UTC")
                assert "12/03/2026 12:00" in shown.replace("\u200f", ""), code

    def test_a_page_whose_moment_has_come_stays_until_it_is_public(self) -> None:
        with time_machine.travel(NOON - timedelta(days=2)):
            self.scheduled(title="Une actualité")
        with time_machine.travel(NOON, tick=False):
            shown = self.read(self.editor, SOON)
            assert "paraît d’un instant à l’autre" in shown
            assert "Une actualité" in shown
        with time_machine.travel(NOON + timedelta(seconds=1)):
            call_command("publish_scheduled")
            assert self.titles(self.editor, SOON) == []
            assert self.titles(self.editor, PUBLISHED) == ["Une actualité"]

    def test_what_has_just_expired_comes_no_more(self) -> None:
        with time_machine.travel(NOON - timedelta(days=2)):
            make_article(self.north, title="Une actualité", expire_at=NOON)
            assert self.titles(self.editor, SOON) == ["Une actualité"]
        with time_machine.travel(NOON, tick=False):
            assert self.titles(self.editor, SOON) == []


class Published(DashboardCase):
    def test_the_last_five_of_ones_own_section_with_the_way_to_the_public_page(self) -> None:
        for number in range(6):
            with time_machine.travel(NOON + timedelta(days=number)):
                page = make_article(self.north, title=f"Parution {number}")
        make_article(self.south, title="Au Sud")
        make_article(self.north, title="Brouillon", live=False)
        assert self.titles(self.editor, PUBLISHED) == [f"Parution {number}" for number in (5, 4, 3, 2, 1)]
        panel = self.panel(self.editor, PUBLISHED)
        assert panel is not None
        assert panel.find("a", href=page.url_path)
        assert self.titles(self.stranger, PUBLISHED) == ["Au Sud"]

    def test_what_the_public_may_not_read_is_not_among_them(self) -> None:
        page = make_article(self.north, title="Entre nous")
        PageViewRestriction.objects.create(page=page, restriction_type="login")
        assert self.titles(self.editor, PUBLISHED) == []


class OwnSection(DashboardCase):
    def test_it_is_a_tree_with_numbers_that_leads_into_the_explorer(self) -> None:
        make_article(self.north)
        make_article(self.north, live=False)
        root = section_of(self.north)
        listing = NewsIndexPage.objects.child_of(root).get()
        panel = self.panel(self.editor, "section-1")
        assert panel is not None
        assert panel.find("a", href=reverse("wagtailadmin_explore", args=[root.pk]))
        link = panel.find("a", href=reverse("wagtailadmin_explore", args=[listing.pk]))
        assert link is not None
        assert link.find_parent("li").get_text(" ", strip=True).endswith("2 pages")
        arabic = panel.find("a", href=reverse("wagtailadmin_explore", args=[section_of(self.north, "ar").pk]))
        assert arabic is not None
        assert arabic.get_text() == "العربية"
        shown = str(self.dashboard(self.editor))
        for code in ("fr", "ar"):
            others = section_of(self.south, code)
            assert reverse("wagtailadmin_explore", args=[others.pk]) not in shown

    def test_each_kind_says_when_to_use_it(self) -> None:
        panel = self.panel(self.editor, "creations-1")
        assert panel is not None
        entries = panel.select(".dashboard-creations > li")
        assert len(entries) == len(content_types())
        for entry, model in zip(entries, content_types().values(), strict=True):
            assert str(model.kind_label) in entry.a.get_text()
            assert entry.p.get_text() == str(model.page_description) != ""


class FirstSteps(DashboardCase):
    newcomer: ClassVar[User]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.newcomer = make_user("newcomer", cls.north)

    def ticked(self, user: User) -> list[str]:
        """The steps that are done."""
        panel = self.panel(user, STEPS)
        assert panel is not None
        return [step.get_text(" ", strip=True) for step in panel.select(".first-steps__step--done")]

    def complete(self, user: User) -> list[int]:
        """Does one thing after the other; returns how many steps were ticked after each but the last."""
        counts = [len(self.ticked(user))]
        user.first_name, user.last_name = "Nadia", "Roux"
        user.save()
        counts.append(len(self.ticked(user)))
        page = self.draft(user, "Un brouillon")
        counts.append(len(self.ticked(user)))
        image = picture("Un phare", self.north, user)
        counts.append(len(self.ticked(user)))
        image.credit = "Nadia Roux"
        image.save()
        counts.append(len(self.ticked(user)))
        page.get_workflow().start(page, user)
        counts.append(len(self.ticked(user)))
        translation = self.started(make_article(self.north), "en")
        self.write(user, translation, "title", "A title")
        return counts

    def test_the_list_ticks_itself_and_goes_when_all_is_done(self) -> None:
        # An image without credit does not count.
        assert self.complete(self.newcomer) == [0, 1, 2, 2, 3, 4]
        assert self.panel(self.newcomer, STEPS) is None

    def test_each_step_leads_to_a_place_that_is_there(self) -> None:
        self.client.force_login(self.newcomer)
        page = BeautifulSoup(self.client.get(reverse("wagtailadmin_home")).content, "html.parser")
        names = [link["href"][1:] for link in page.select(".first-steps a") if link["href"].startswith("#")]
        assert len(names) == 2
        assert [name for name in names if page.find(id=name) is None] == []

    def test_what_colleagues_did_ticks_nothing(self) -> None:
        self.complete(self.newcomer)
        assert self.ticked(make_user("next", self.north)) == []

    def test_who_dismisses_it_sees_it_no_more_and_others_do(self) -> None:
        panel = self.panel(self.newcomer, STEPS)
        assert panel is not None
        around = panel.find_parent(attrs={"data-controller": "w-dismissible"})
        assert around is not None
        # As Wagtail's script does.
        url = reverse("wagtailadmin_dismissibles")
        name = str(around["data-w-dismissible-id-value"])
        assert self.client.patch(url, json.dumps({name: True})).status_code == 200
        assert self.panel(self.newcomer, STEPS) is None
        assert self.panel(self.editor, STEPS) is not None

    def test_a_translator_is_asked_for_what_a_translator_may_do(self) -> None:
        shown = self.read(make_translator("samira", "ar", self.north), STEPS)
        assert "Traduire un premier texte" in shown
        assert "brouillon" not in shown
        assert "image" not in shown
        assert self.read(self.root, STEPS) == ""


class TheMenu(DashboardCase):
    def test_it_names_no_thing_twice_and_no_two_things_alike(self) -> None:
        """Wagtail's "Rechercher" finds pages; what the public's search shows has a name of its own."""
        shown = self.dashboard(self.root)
        props = shown.find(id="wagtail-sidebar-props")
        assert props is not None
        text = json.dumps(json.loads(props.get_text()), ensure_ascii=False)
        assert '"Moteur de recherche"' in text
        assert '"Recherche"' not in text
        assert shown.select("main form[role=search]") == []
