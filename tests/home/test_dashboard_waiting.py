"""The dashboard's first panel: what waits for a person, and for nobody else."""

from datetime import UTC, date, datetime, timedelta
from typing import ClassVar

import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page

from clusters.models import Cluster, ContentPage
from clusters.translation.models import TranslationAssignment
from fedcms.media.models import FederationDocument
from fedcms.users.models import User
from tests.admin_walk.stage import paper, picture
from tests.factories import make_article, make_user, publish
from tests.factories.people import make_translator
from tests.home.dashboard_support import DashboardCase

WAITING, IN_WORK = "waiting", "in-work"


class SentBack(DashboardCase):
    colleague: ClassVar[User]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.colleague = make_user("colleague", cls.north)
        cls.publisher.first_name, cls.publisher.last_name = "Paule", "Ferrand"
        cls.publisher.save()

    def test_the_author_reads_the_remark_in_full_with_its_author_and_day(self) -> None:
        remark = "D’où vient le chiffre ?\n\n" + "Une phrase. " * 60
        with time_machine.travel(datetime(2026, 3, 12, 10, tzinfo=UTC)):
            page = self.sent_back(self.editor, "Quarante classes", remark)
        shown = self.read(self.editor, WAITING)
        assert "À reprendre" in shown
        assert "Quarante classes" in shown
        assert " ".join(remark.split()) in shown
        assert "renvoyée par Paule Ferrand 12/03/2026" in shown
        panel = self.panel(self.editor, WAITING)
        assert panel is not None
        assert panel.find("a", href=reverse("wagtailadmin_pages:edit", args=[page.pk]))
        # Once on a screen.
        assert "Quarante classes" not in self.titles(self.editor, IN_WORK)

    def test_a_remark_is_text_whatever_it_holds(self) -> None:
        self.sent_back(self.editor, "Quarante classes", "<script>alert(1)</script> & <b>source</b>")
        panel = self.panel(self.editor, WAITING)
        assert panel is not None
        assert panel.find(["script", "b"]) is None
        assert "<script>alert(1)</script> & <b>source</b>" in panel.get_text()

    def test_without_a_remark_that_is_said(self) -> None:
        self.sent_back(self.editor, "Quarante classes", "  ")
        assert "Sans remarque écrite." in self.read(self.editor, WAITING)

    def test_who_submitted_it_and_whose_page_it_is_see_it_and_nobody_else(self) -> None:
        page = self.submitted(self.colleague, "Quarante classes", owner=self.editor)
        self.reject(page, "Une remarque")
        for user in (self.editor, self.colleague):
            assert self.titles(user, WAITING) == ["Quarante classes"], user
        third = make_user("third", self.north)
        for user in (third, self.publisher, self.stranger, self.strange_publisher, self.root):
            assert "Une remarque" not in self.dashboard(user).get_text(), user
        # Their team's work, all the same.
        assert "Quarante classes" in self.titles(third, IN_WORK)
        assert "à reprendre" in self.read(third, IN_WORK)

    def test_who_left_the_team_reads_no_remark_any_more(self) -> None:
        self.sent_back(self.editor, "Quarante classes", "Une remarque")
        self.editor.groups.set([self.south.editors_group])  # type: ignore[list-item]
        shown = self.dashboard(self.editor).get_text()
        assert "Une remarque" not in shown
        assert "Quarante classes" not in shown

    def test_what_was_submitted_again_waits_for_the_reviewer(self) -> None:
        page = self.sent_back(self.editor, "Quarante classes", "Une remarque")
        page.current_workflow_state.resume(self.editor)
        assert self.titles(self.editor, WAITING) == []
        assert "Rien ne vous attend." in self.read(self.editor, WAITING)
        assert self.titles(self.publisher, WAITING) == ["Quarante classes"]
        assert "soumise par editor" in self.read(self.publisher, WAITING)
        assert self.titles(self.publisher, IN_WORK) == []
        assert self.titles(self.strange_publisher, WAITING) == []

    def test_a_list_ends_after_ten(self) -> None:
        for number in range(12):
            self.sent_back(self.editor, f"Page {number}", "x")
        assert self.titles(self.editor, WAITING) == [f"Page {number}" for number in range(11, 1, -1)]


class OfTranslators(DashboardCase):
    translator: ClassVar[User]
    federal: ClassVar[User]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.translator = make_translator("samira", "ar", cls.north)
        cls.federal = make_translator("farid", "ar")

    def test_a_translation_that_was_sent_back_waits_for_who_translated_it(self) -> None:
        page = make_article(self.north, title="Une année de mesures")
        self.ask_translation(self.translator, page, "ar")
        translation = self.translation_of(page, "ar")
        self.write_all(self.translator, translation, "ع ")
        self.press(self.translator, translation, "submit")
        self.press(self.publisher, translation, "reject", comment="Revoyez le titre.")
        assert self.titles(self.translator, WAITING) == ["ع Une année de mesures"]
        assert "Revoyez le titre." in self.read(self.translator, WAITING)
        assert self.titles(self.translator, IN_WORK) == []
        assert "Revoyez le titre." not in self.dashboard(self.federal).get_text()
        self.translator.groups.set([self.south.editors_group])  # type: ignore[list-item]
        assert "Revoyez le titre." not in self.dashboard(self.translator).get_text()


class Stale(DashboardCase):
    translator: ClassVar[User]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.translator = make_translator("samira", "ar", cls.north)

    def made_stale(self, title: str, code: str = "ar") -> ContentPage:
        """An article whose public translation no longer says what it says."""
        page = make_article(self.north, title=title)
        translation = self.started(page, code)
        self.write_all(self.editor, translation, "ع ")
        self.press(self.editor, translation, "submit")
        self.press(self.publisher, translation, "approve")
        changed = Page.objects.get(pk=page.pk).specific
        changed.summary = "Le résumé a changé."
        publish(changed)
        return page

    def test_it_waits_for_the_team_and_for_its_translators(self) -> None:
        self.made_stale("Une année de mesures")
        title = "ع Une année de mesures"
        for user in (self.editor, self.translator):
            assert self.titles(user, WAITING) == [title], user
            shown = self.read(user, WAITING)
            assert "Traductions périmées" in shown
            assert "1 texte à revoir" in shown
            assert "العربية" in shown
        spanish = make_translator("ines", "es", self.north)
        southern = make_translator("amal", "ar", self.south)
        for user in (self.stranger, spanish, southern):
            assert self.titles(user, WAITING) == [], user

    def test_given_to_somebody_it_waits_for_them_alone(self) -> None:
        page = self.made_stale("Une année de mesures")
        TranslationAssignment.objects.create(
            page=page, locale=Locale.objects.get(language_code="ar"), assignee=self.translator
        )
        assert self.titles(self.editor, WAITING) == []
        assert self.titles(self.translator, WAITING) == ["ع Une année de mesures"]

    def test_its_update_in_review_waits_for_the_reviewer(self) -> None:
        page = self.made_stale("Une année de mesures")
        translation = self.translation_of(page, "ar")
        translation.source.update_from_db()
        self.write_all(self.editor, translation, "ع ")
        self.press(self.editor, translation, "submit")
        assert self.titles(self.editor, WAITING) == []
        assert "En attente de votre relecture" in self.read(self.publisher, WAITING)
        assert self.titles(self.publisher, WAITING) == ["ع Une année de mesures"]

    def test_more_of_them_cost_no_query_more(self) -> None:
        def cost() -> int:
            self.dashboard(self.editor)
            with CaptureQueriesContext(connection) as captured:
                self.client.get(reverse("wagtailadmin_home"))
            return len(captured)

        self.made_stale("Une année de mesures")
        few = cost()
        for number in range(3):
            self.made_stale(f"Mesures {number}")
        assert cost() == few


class EndingRights(DashboardCase):
    @property
    def today(self) -> date:
        """The site's day."""
        return timezone.localdate(timezone=timezone.get_default_timezone())

    def file(self, title: str, days: int, cluster: Cluster | None = None) -> None:
        """An image whose last day is in so many days."""
        image = picture(title, cluster or self.north, self.publisher)
        image.rights_until = self.today + timedelta(days=days)
        image.save()

    def test_from_some_days_after_their_last_day_to_a_month_before(self) -> None:
        for title, days in (("Hier", -1), ("Aujourd’hui", 0), ("Demain", 1), ("Dans un mois", 30)):
            self.file(title, days)
        self.file("Plus tard", 31)
        self.file("Oubliée", -15)
        self.file("Au Sud", 1, cluster=self.south)
        assert self.titles(self.editor, WAITING) == ["Hier", "Aujourd’hui", "Demain", "Dans un mois"]
        shown = self.read(self.editor, WAITING)
        assert shown.count("n’est plus montré, droits finis le") == 1
        assert shown.count("dernier jour d’utilisation") == 3
        assert self.titles(self.stranger, WAITING) == ["Au Sud"]

    def test_the_day_is_the_sites_wherever_the_person_is(self) -> None:
        """In the evening in Montréal, the file is not shown any more: its last day is over in Paris."""
        with time_machine.travel(datetime(2026, 3, 13, 2, tzinfo=UTC)):
            self.file("Photographie", -1)
            shown = self.read(self.editor, WAITING, current_time_zone="America/Toronto")
        assert "n’est plus montré, droits finis le 12/03/2026" in shown

    def test_documents_too_and_each_leads_to_its_form(self) -> None:
        document = paper("Dossier", self.north, self.publisher)
        FederationDocument.objects.filter(pk=document.pk).update(rights_until=self.today)
        panel = self.panel(self.editor, WAITING)
        assert panel is not None
        assert panel.find("a", href=reverse("wagtaildocs:edit", args=[document.pk]))
        assert self.titles(make_translator("samira", "ar", self.north), WAITING) == []
