"""The panels of the dashboard, which replace Wagtail's (home.dashboard.page_lists selects their rows)."""

from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from clusters.translation.access.translators import translator_scope
from clusters.translation.dashboard.translator_panel import translates_alone
from fedcms.users.models import User
from home.dashboard import page_lists
from home.dashboard.creations import creations_by_section
from home.dashboard.rows import DashboardRow


class CreationsPanel(Component):
    """The panel with one button for each kind of content, by section."""

    name = "creations"
    order = 10
    template_name = "home/admin/creations.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Returns the buttons of the person, by section."""
        return {"sections": creations_by_section(parent_context["request"].user)}


class ListPanel(Component):
    """A panel with a list of pages; hidden when the list is empty and there is no text for that."""

    template_name = "home/admin/rows.html"
    heading: ClassVar[str | Promise]
    when_empty: ClassVar[str | Promise] = ""

    def rows(self, user: User) -> list[DashboardRow]:
        """Returns the rows of the panel."""
        raise NotImplementedError

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Returns the context with the rows of the signed-in person."""
        rows = self.rows(parent_context["request"].user)
        return {"rows": rows, "heading": self.heading, "when_empty": self.when_empty, "panel_id": self.name}


class ReviewPanel(ListPanel):
    """The panel of pages that wait for one's approval; hidden when there are none."""

    name = "to_review"
    order = 20
    heading = _("En attente de votre relecture")

    def rows(self, user: User) -> list[DashboardRow]:
        """Returns the rows, longest waiting first."""
        return page_lists.to_review(user)


class DueSoonPanel(ListPanel):
    """The panel of scheduled publications, expiries and deadlines that come soon."""

    name = "due_soon"
    order = 30
    heading = _("Bientôt")

    def rows(self, user: User) -> list[DashboardRow]:
        """Returns the rows, soonest first."""
        return page_lists.due_soon(user)


class TranslationsPanel(ListPanel):
    """The panel of pages to translate; shown to translators alone."""

    name = "to_translate"
    order = 15
    template_name = "home/admin/translations.html"
    heading = _("À traduire")
    when_empty = _("Aucune traduction en cours.")

    def rows(self, user: User) -> list[DashboardRow]:
        """Returns the rows, last edited first."""
        return page_lists.to_translate(user)

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Adds whether the person is a translator."""
        translates = bool(translator_scope(parent_context["request"].user))
        return super().get_context_data(parent_context) | {"translates": translates}


class DraftsPanel(ListPanel):
    """The panel of the team's drafts."""

    name = "drafts"
    order = 40
    heading = _("Brouillons de votre équipe")
    when_empty = _("Aucun brouillon en cours.")

    def rows(self, user: User) -> list[DashboardRow]:
        """Returns the rows, last edited first."""
        return page_lists.drafts(user)

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Removes the text for an empty list for a person who only translates, and so has no team."""
        context = super().get_context_data(parent_context)
        return context | ({"when_empty": ""} if translates_alone(parent_context["request"].user) else {})


def own_panels() -> list[Component]:
    """Returns all five panels."""
    return [CreationsPanel(), TranslationsPanel(), ReviewPanel(), DueSoonPanel(), DraftsPanel()]
