"""A column of the report on searches: how many found nothing, and the button that proposes their words."""

from collections.abc import Iterable
from typing import Any

from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import Column

from fedcms.core.i18n.formatting import number
from search.models import ConceptProposal
from search.models.proposal import ProposalState


def proposal_states(words: Iterable[str]) -> dict[tuple[str, str], str]:
    """Returns what became of proposals, by language and words. One query."""
    rows = ConceptProposal.objects.filter(words__in=set(words)).values_list("language", "words", "state")
    return {(language, said): state for language, said, state in rows}


class NothingColumn(Column):
    """The number of searches without result; with a button, or with what became of the proposal."""

    cell_template_name = "search/admin/proposal_cell.html"

    def get_value(self, instance: dict[str, Any]) -> str:
        """Returns the number as text."""
        return number(int(super().get_value(instance) or 0))

    def get_cell_context_data(
        self, instance: dict[str, Any], parent_context: dict[str, Any]
    ) -> dict[str, Any]:
        """Adds what the button needs: the words, where to come back, and the token."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        request = parent_context["request"]
        state = instance.get("proposal")
        return context | {
            "can_propose": bool(instance["nothing"]) and state is None,
            "state": ProposalState(state).label if state else "",
            "label": _("Proposer « %(words)s » au thésaurus") % {"words": instance["words"]},
            "came_from": request.GET.urlencode(),
            "csrf_token": get_token(request),
        }
