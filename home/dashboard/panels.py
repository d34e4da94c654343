"""The panels of the dashboard, in the place of Wagtail's (home.dashboard.tasks)."""

from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from clusters.translation.access.translators import translator_scope
from clusters.translation.dashboard.translator_panel import translates_alone
from fedcms.users.models import User
from home.dashboard import tasks
from home.dashboard.creations import creations_by_section
from home.dashboard.rows import DashboardRow


class CreationsPanel(Component):
    """One button a kind of content, in the person's section."""

    name = "creations"
    order = 10
    template_name = "home/admin/creations.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """What who looks may create, by section."""
        return {"sections": creations_by_section(parent_context["request"].user)}


class ListPanel(Component):
    """A list of pages; nothing at all when it is empty and has nothing to say about that."""

    template_name = "home/admin/rows.html"
    heading: ClassVar[str | Promise]
    when_empty: ClassVar[str | Promise] = ""

    def rows(self, user: User) -> list[DashboardRow]:
        """The rows of the panel."""
        raise NotImplementedError

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """The context: the rows of the signed-in person."""
        rows = self.rows(parent_context["request"].user)
        return {"rows": rows, "heading": self.heading, "when_empty": self.when_empty, "panel_id": self.name}


class ReviewPanel(ListPanel):
    """What waits for one's approval."""

    name = "to_review"
    order = 20
    heading = _("En attente de votre relecture")

    def rows(self, user: User) -> list[DashboardRow]:
        """Nothing to review needs no words."""
        return tasks.to_review(user)


class DueSoonPanel(ListPanel):
    """What happens by itself, or ends, soon."""

    name = "due_soon"
    order = 30
    heading = _("Bientôt")

    def rows(self, user: User) -> list[DashboardRow]:
        """The rows in the order of time."""
        return tasks.due_soon(user)


class TranslationsPanel(ListPanel):
    """What waits for a translator, and where the rest is; nothing for who is none."""

    name = "to_translate"
    order = 15
    template_name = "home/admin/translations.html"
    heading = _("À traduire")
    when_empty = _("Aucune traduction en cours.")

    def rows(self, user: User) -> list[DashboardRow]:
        """The rows, last edited first."""
        return tasks.to_translate(user)

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """With whether the person is a translator at all."""
        translates = bool(translator_scope(parent_context["request"].user))
        return super().get_context_data(parent_context) | {"translates": translates}


class DraftsPanel(ListPanel):
    """What the team has begun."""

    name = "drafts"
    order = 40
    heading = _("Brouillons de votre équipe")
    when_empty = _("Aucun brouillon en cours.")

    def rows(self, user: User) -> list[DashboardRow]:
        """The rows, last edited first."""
        return tasks.drafts(user)

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Who only translates has no team whose drafts could be missing."""
        context = super().get_context_data(parent_context)
        return context | ({"when_empty": ""} if translates_alone(parent_context["request"].user) else {})


def own_panels() -> list[Component]:
    """All five, in order."""
    return [CreationsPanel(), TranslationsPanel(), ReviewPanel(), DueSoonPanel(), DraftsPanel()]
