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

CALL_SAVED = "events.applications.save_call"

_LABELS: dict[str, str | Promise] = {
    CALL_SAVED: gettext_lazy("Régler un appel à candidatures"),
}


def log_application(owner: SectionOwner, action: str, user: User, number: int) -> None:
    """Writes an entry into the history of an owner; `number` is that of the call or the application."""
    log(instance=owner, action=action, user=user, data={"number": number})


def _message(entry: ModelLogEntry) -> str:
    """Returns the sentence of an entry."""
    words = {
        CALL_SAVED: _("L’appel à candidatures n° %(number)s est réglé"),
    }
    return words[entry.action] % {"number": entry.data.get("number", "")}


def register_log_actions(actions: LogActionRegistry) -> None:
    """The hook register_log_actions."""
    register_sentences(actions, _LABELS, _message)
