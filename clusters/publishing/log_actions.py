"""Names in a page's history what Wagtail has no word for: a schedule moved or held back, an emergency withdrawal."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import PageLogEntry

from clusters.publishing.schedule_move import MOVED
from clusters.publishing.withdrawal.actions import LIFTED, RESTORED, WITHDRAWN
from fedcms.core.i18n.moments import moment_with_zone

HELD = "clusters.schedule.held"
"""That a page's moment came, that it was held back for a missing consent, of which its people are told once."""


class ScheduleMoveFormatter(LogFormatter):
    """The words for a move, with both moments by the reader's clock."""

    label = gettext_lazy("Déplacer la diffusion")

    def format_message(self, log_entry: PageLogEntry) -> str:
        """Returns the sentence of an entry."""
        before, after = (datetime.fromisoformat(log_entry.data[name]) for name in ("from", "to"))
        return _("Diffusion déplacée du %(before)s au %(after)s") % {
            "before": moment_with_zone(before),
            "after": moment_with_zone(after),
        }


class HeldFormatter(LogFormatter):
    """The words for a page that did not appear at its moment."""

    label = gettext_lazy("Retenir la diffusion")

    def format_message(self, log_entry: PageLogEntry) -> str:
        """Returns the sentence of an entry."""
        return _("Diffusion retenue : l’accord de personnes montrées manque.")


class WithdrawalFormatter(LogFormatter):
    """The words for an emergency withdrawal, with its reason."""

    label = gettext_lazy("Retrait d’urgence")

    def format_message(self, log_entry: PageLogEntry) -> str:
        """Returns the sentence of an entry."""
        words = _("Retirée d’urgence dans toutes les langues (%(languages)s)") % {
            "languages": ", ".join(log_entry.data["languages"])
        }
        reason = log_entry.data["reason"]
        return f"{words} : {reason}" if reason else words


def register_log_actions(actions: LogActionRegistry) -> None:
    """The hook register_log_actions."""
    actions.register_action(MOVED)(ScheduleMoveFormatter)
    actions.register_action(HELD)(HeldFormatter)
    actions.register_action(WITHDRAWN)(WithdrawalFormatter)
    actions.register_action(
        RESTORED,
        gettext_lazy("Remettre en ligne"),
        gettext_lazy("Remise en ligne après un retrait d’urgence"),
    )
    actions.register_action(
        LIFTED, gettext_lazy("Lever le retrait"), gettext_lazy("Retrait d’urgence levé, rien n’est publié")
    )
