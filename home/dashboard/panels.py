"""What the panels of the dashboard show, in two columns (templates/wagtailadmin/home.html)."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from wagtail.admin.ui.components import Component

from home.dashboard.creations import SectionCreations
from home.dashboard.first_steps import DISMISSIBLE, FirstStep
from home.dashboard.rows import DashboardRow
from home.dashboard.sections import SectionTree


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
