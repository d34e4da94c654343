"""Names in the history of a cluster what is done with applications.

Entries outlive the people who apply, and who may ask to be erased: so they hold a number, never a name.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, log
from wagtail.models import ModelLogEntry

from clusters.models.owner import SectionOwner
from fedcms.core.log_sentences import register_sentences
from fedcms.users.models import User

JURY_CHANGED, DECIDED, CALL_RESOLVED = (
    "events.applications.change_jury",
    "events.applications.decide",
    "events.applications.answer_shortfall",
)
CALL_SAVED, CALL_WITHDRAWN, APPLICATION_EXPORTED, APPLICATION_ERASED = (
    "events.applications.save_call",
    "events.applications.withdraw_call",
    "events.applications.export",
    "events.applications.erase",
)

_LABELS: dict[str, str | Promise] = {
    CALL_SAVED: gettext_lazy("Régler un appel à candidatures"),
    CALL_WITHDRAWN: gettext_lazy("Retirer un appel à candidatures"),
    APPLICATION_EXPORTED: gettext_lazy("Exporter une candidature"),
    APPLICATION_ERASED: gettext_lazy("Effacer une candidature"),
    JURY_CHANGED: gettext_lazy("Changer un jury"),
    DECIDED: gettext_lazy("Décider de candidatures"),
    CALL_RESOLVED: gettext_lazy("Décider d’un appel à candidatures"),
}


def log_application(owner: SectionOwner, action: str, user: User, number: int) -> None:
    """Writes an entry into the history of an owner; `number` is that of the call or the application."""
    log(instance=owner, action=action, user=user, data={"number": number})


def _message(entry: ModelLogEntry) -> str:
    """Returns the sentence of an entry."""
    words = {
        CALL_SAVED: _("L’appel à candidatures n° %(number)s est réglé"),
        CALL_WITHDRAWN: _("L’appel à candidatures n° %(number)s est retiré"),
        APPLICATION_EXPORTED: _("La candidature n° %(number)s est exportée"),
        JURY_CHANGED: _("Le jury de l’appel n° %(number)s a changé"),
        DECIDED: _("Des candidatures à l’appel n° %(number)s sont décidées"),
        CALL_RESOLVED: _("La suite de l’appel n° %(number)s est décidée"),
        APPLICATION_ERASED: _("Les données d’une candidature sont effacées"),
    }
    return words[entry.action] % {"number": entry.data.get("number", "")}


def register_log_actions(actions: LogActionRegistry) -> None:
    """The hook register_log_actions."""
    register_sentences(actions, _LABELS, _message)
