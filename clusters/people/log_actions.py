"""Names in the history of a cluster what changes in its team. Entries keep names, which outlive accounts."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry
from wagtail.models import ModelLogEntry

from clusters.sections.opening import OPENED
from fedcms.core.log_sentences import register_sentences

INVITED, REVOKED, JOINED = "clusters.team.invite", "clusters.team.revoke", "clusters.team.join"
ROLE_CHANGED, LEFT = "clusters.team.role", "clusters.team.leave"

_LABELS: dict[str, str | Promise] = {
    INVITED: gettext_lazy("Inviter dans l’équipe"),
    REVOKED: gettext_lazy("Révoquer une invitation"),
    JOINED: gettext_lazy("Rejoindre l’équipe"),
    ROLE_CHANGED: gettext_lazy("Changer un rôle"),
    LEFT: gettext_lazy("Retirer de l’équipe"),
    OPENED: gettext_lazy("Ouvrir la section"),
}


def _message(entry: ModelLogEntry) -> str:
    """Returns the sentence of an entry."""
    named = {"person": entry.data.get("person", ""), "successor": entry.data.get("successor", "")}
    words = {
        INVITED: _("Invitation de %(person)s dans l’équipe"),
        REVOKED: _("L’invitation de %(person)s est révoquée"),
        JOINED: _("%(person)s a rejoint l’équipe"),
        ROLE_CHANGED: _("Le rôle de %(person)s est changé"),
        OPENED: _("La section est ouverte au public"),
    }
    if entry.action in words:
        return words[entry.action] % named
    if named["successor"]:
        return _("Départ de %(person)s ; son travail revient à %(successor)s") % named
    return _("Départ de %(person)s") % named


def register_log_actions(actions: LogActionRegistry) -> None:
    """The hook register_log_actions."""
    register_sentences(actions, _LABELS, _message)
