"""The panels of the dashboard, which replace Wagtail's, in two columns (templates/wagtailadmin/home.html)."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from clusters.translation.access.translators import translator_scope
from clusters.translation.dashboard.translator_panel import translates_alone
from clusters.translation.models import State
from fedcms.users.models import User
from home.dashboard.creations import SectionCreations, creations_by_section
from home.dashboard.drafts import drafts, to_translate
from home.dashboard.due_soon import due_soon
from home.dashboard.first_steps import DISMISSIBLE, FirstStep, first_steps
from home.dashboard.published import published_lately
from home.dashboard.rows import MOST, DashboardRow
from home.dashboard.sections import SectionTree, section_trees, team_sections
from home.dashboard.waiting import rights, sent_back, stale, to_review

TRANSLATIONS = "wagtail_localize:translations_report"


@dataclass(frozen=True)
class DashboardList:
    """A list of a panel; without rows it is shown only with `when_empty`. `more_url` leads to all of its kind."""

    heading: str | Promise
    rows: list[DashboardRow]
    when_empty: str | Promise = ""
    more_url: str = ""
    more_label: str | Promise = ""


class ListsPanel(Component):
    """A panel of lists; without any it says `when_empty`, or is hidden."""

    template_name = "home/admin/lists.html"

    def __init__(
        self,
        name: str,
        order: int,
        heading: str | Promise,
        lists: list[DashboardList],
        when_empty: str | Promise = "",
    ) -> None:
        self.name, self.order, self.heading, self.when_empty = name, order, heading, when_empty
        self.lists = [each for each in lists if each.rows or each.when_empty]

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Returns the lists, and the time zone of their clocks."""
        return {
            "panel_id": self.name,
            "heading": self.heading,
            "lists": self.lists,
            "when_empty": self.when_empty,
            "zone": timezone.get_current_timezone_name(),
        }


class FirstStepsPanel(Component):
    """The checklist of somebody who is new; hidden without steps."""

    name = "first-steps"
    order = 5
    template_name = "home/admin/first_steps.html"

    def __init__(self, steps: list[FirstStep]) -> None:
        self.steps = steps

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Returns the steps, and how many are done."""
        done = sum(step.is_done for step in self.steps)
        return {"steps": self.steps, "done": done, "dismissible": DISMISSIBLE}


class CreationsPanel(Component):
    """The panel with one button for each kind of content, by section."""

    name = "creations"
    order = 50
    column = "side"
    template_name = "home/admin/creations.html"

    def __init__(self, sections: list[SectionCreations]) -> None:
        self.sections = sections

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Returns the buttons of the person, by section."""
        return {"sections": self.sections}


class SectionsPanel(Component):
    """The panel with the pages of one's sections as a tree."""

    name = "sections"
    order = 60
    column = "side"
    template_name = "home/admin/sections.html"

    def __init__(self, trees: list[SectionTree]) -> None:
        self.trees = trees

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Returns the tree of each section."""
        return {"trees": self.trees}


def _waiting_panel(user: User, returned: list[DashboardRow], reviews: list[DashboardRow]) -> ListsPanel:
    sent = {row.page_id for row in returned}
    outdated = [row for row in stale(user) if row.page_id not in sent]
    report = f"{reverse(TRANSLATIONS)}?state={State.STALE}" if len(outdated) == MOST else ""
    lists = [
        DashboardList(_("À reprendre"), returned),
        DashboardList(_("En attente de votre relecture"), reviews),
        DashboardList(
            _("Traductions périmées"),
            outdated,
            more_url=report,
            more_label=_("Toutes les traductions périmées"),
        ),
        DashboardList(_("Images et documents dont les droits finissent"), rights(user)),
    ]
    return ListsPanel("waiting", 10, _("Ce qui vous attend"), lists, _("Rien ne vous attend."))


def _work_panel(user: User, but: set[int]) -> ListsPanel:
    lists = []
    if translator_scope(user):
        lists.append(
            DashboardList(
                _("À traduire"),
                to_translate(user, but),
                _("Aucune traduction en cours."),
                reverse(TRANSLATIONS),
                _("Toutes les pages à traduire"),
            )
        )
    if not translates_alone(user):
        found = drafts(user, but)
        lists += [
            DashboardList(_("Vos brouillons"), found.own),
            DashboardList(_("Brouillons de votre équipe"), found.of_team),
        ]
    return ListsPanel("in-work", 20, _("Ce que vous avez en cours"), lists, _("Aucun brouillon en cours."))


def own_panels(user: User) -> list[Component]:
    """Returns the panels of a person. What waits for them is not listed a second time among what is in work."""
    returned, reviews = sent_back(user), to_review(user)
    waiting = {row.page_id for row in (*returned, *reviews) if row.page_id is not None}
    sections = team_sections(user)
    return [
        FirstStepsPanel(first_steps(user)),
        _waiting_panel(user, returned, reviews),
        _work_panel(user, waiting),
        ListsPanel("due-soon", 30, _("Bientôt"), [DashboardList("", due_soon(user))]),
        ListsPanel("published", 40, _("Publié récemment"), [DashboardList("", published_lately(user))]),
        CreationsPanel(creations_by_section(sections)),
        SectionsPanel(section_trees(sections)),
    ]
