"""Names in the history of an owner what is done with its webhooks. Never their secrets."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, log
from wagtail.models import ModelLogEntry

from clusters.models.owner import SectionOwner
from fedcms.core.log_sentences import register_sentences
from fedcms.users.models import User
from home.models import Webhook

CREATED, CHANGED, MOVED, ROTATED, ON, OFF, DELETED = (
    "home.webhooks.create",
    "home.webhooks.change",
    "home.webhooks.change_address",
    "home.webhooks.rotate",
    "home.webhooks.switch_on",
    "home.webhooks.switch_off",
    "home.webhooks.delete",
)

_LABELS: dict[str, str | Promise] = {
    CREATED: gettext_lazy("Enregistrer un webhook"),
    CHANGED: gettext_lazy("Modifier un webhook"),
    MOVED: gettext_lazy("Changer l’adresse d’un webhook"),
    ROTATED: gettext_lazy("Changer le secret d’un webhook"),
    ON: gettext_lazy("Allumer un webhook"),
    OFF: gettext_lazy("Éteindre un webhook"),
    DELETED: gettext_lazy("Supprimer un webhook"),
}


def log_webhook(owner: SectionOwner, action: str, user: User, webhook: Webhook, **more: str) -> None:
    """Writes an entry into the history of an owner."""
    log(instance=owner, action=action, user=user, data={"name": webhook.name, **more})


def _message(entry: ModelLogEntry) -> str:
    words = {
        CREATED: _("Le webhook de %(name)s est enregistré"),
        CHANGED: _("Le webhook de %(name)s est modifié"),
        MOVED: _("Le webhook de %(name)s envoie désormais à %(host)s"),
        ROTATED: _("Le webhook de %(name)s a un nouveau secret"),
        ON: _("Le webhook de %(name)s est allumé"),
        OFF: _("Le webhook de %(name)s est éteint"),
        DELETED: _("Le webhook de %(name)s est supprimé"),
    }
    return words[entry.action] % {
        "name": entry.data.get("name", ""),
        "host": entry.data.get("host", ""),
    }


def register_log_actions(actions: LogActionRegistry) -> None:
    """The hook register_log_actions."""
    register_sentences(actions, _LABELS, _message)
