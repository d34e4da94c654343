"""Selects the panels of a person's dashboard, which replace Wagtail's, and the lists in each."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from clusters.translation.access.translators import translator_scope
from clusters.translation.dashboard.translator_panel import translates_alone
from clusters.translation.models import State
from fedcms.users.models import User
from home.dashboard.creations import creations_by_section
from home.dashboard.drafts import drafts, to_translate
from home.dashboard.due_soon import due_soon
from home.dashboard.first_steps import first_steps
from home.dashboard.panels import CreationsPanel, DashboardList, FirstStepsPanel, ListsPanel, SectionsPanel
from home.dashboard.published import published_lately
from home.dashboard.rows import MOST, DashboardRow
from home.dashboard.sections import section_trees, team_sections
from home.dashboard.waiting import bundles, rights, sent_back, stale, to_co_sign, to_review

TRANSLATIONS = "wagtail_localize:translations_report"


def _waiting_panel(user: User, returned: list[DashboardRow], reviews: list[DashboardRow]) -> ListsPanel:
    sent = {row.page_id for row in returned}
    found = stale(user)
    outdated = [row for row in found if row.page_id not in sent]
    report = f"{reverse(TRANSLATIONS)}?state={State.STALE}" if len(found) == MOST else ""
    lists = [
        DashboardList(_("À reprendre"), returned),
        DashboardList(_("En attente de votre relecture"), reviews),
        DashboardList(_("À co-signer"), to_co_sign(user)),
        DashboardList(_("Lots"), bundles(user)),
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


def _soon_panel(user: User) -> ListsPanel:
    calendar = reverse("editorial_calendar:show")
    soon = DashboardList("", due_soon(user), more_url=calendar, more_label=_("Calendrier éditorial"))
    return ListsPanel("due-soon", 30, _("Bientôt"), [soon])


def own_panels(user: User) -> list[Component]:
    """Returns the panels of a person. What waits for them is not listed a second time among what is in work."""
    returned, reviews = sent_back(user), to_review(user)
    waiting = {row.page_id for row in (*returned, *reviews) if row.page_id is not None}
    sections = team_sections(user)
    return [
        FirstStepsPanel(first_steps(user)),
        _waiting_panel(user, returned, reviews),
        _work_panel(user, waiting),
        _soon_panel(user),
        ListsPanel("published", 40, _("Publié récemment"), [DashboardList("", published_lately(user))]),
        CreationsPanel(creations_by_section(sections)),
        SectionsPanel(section_trees(sections)),
    ]
