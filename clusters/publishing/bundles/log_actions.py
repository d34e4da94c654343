"""The words of a page's history for what becomes of its bundle."""

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry
from wagtail.models import PageLogEntry

from clusters.publishing.bundles.approval import APPROVED, REOPENED
from clusters.publishing.bundles.composition import ADDED, TAKEN_OUT
from clusters.publishing.bundles.going_out import HELD
from fedcms.core.i18n.bidi import isolated
from fedcms.core.i18n.moments import moment_with_zone
from fedcms.core.log_sentences import register_sentences

_LABELS: dict[str, str | Promise] = {
    ADDED: gettext_lazy("Ajouter à un lot"),
    TAKEN_OUT: gettext_lazy("Sortir d’un lot"),
    APPROVED: gettext_lazy("Approuver un lot"),
    REOPENED: gettext_lazy("Reprendre l’approbation d’un lot"),
    HELD: gettext_lazy("Retenir un lot"),
}


def _message(entry: PageLogEntry) -> str:
    """Returns the sentence of an entry."""
    words = {
        ADDED: _("Ajoutée au lot « %(bundle)s »"),
        TAKEN_OUT: _("Sortie du lot « %(bundle)s »"),
        APPROVED: _("Approuvée avec le lot « %(bundle)s », pour le %(moment)s"),
        REOPENED: _("L’approbation du lot « %(bundle)s » est reprise"),
        HELD: _("Le lot « %(bundle)s » a été retenu : rien n’a paru"),
    }[entry.action]
    moment = moment_with_zone(datetime.fromisoformat(entry.data["moment"]))
    return words % {"bundle": isolated(entry.data["bundle"]), "moment": moment}


def register_log_actions(actions: LogActionRegistry) -> None:
    """The hook register_log_actions."""
    register_sentences(actions, _LABELS, _message)
