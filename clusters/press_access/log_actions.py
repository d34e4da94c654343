"""Names in the history of a cluster what is done with accreditations.

Entries outlive the people whom accreditations name, and who may ask to be erased: so they hold a number, never a name.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, log
from wagtail.models import ModelLogEntry

from clusters.models import Accreditation
from clusters.models.owner import SectionOwner
from fedcms.core.log_sentences import register_sentences
from fedcms.users.models import User

GIVEN, REPLACED, EXTENDED, REVOKED, ERASED = (
    "clusters.press_access.give",
    "clusters.press_access.replace_link",
    "clusters.press_access.extend",
    "clusters.press_access.revoke",
    "clusters.press_access.erase",
)

_LABELS: dict[str, str | Promise] = {
    GIVEN: gettext_lazy("Accréditer"),
    REPLACED: gettext_lazy("Faire un nouveau lien d’accréditation"),
    EXTENDED: gettext_lazy("Prolonger une accréditation"),
    REVOKED: gettext_lazy("Révoquer une accréditation"),
    ERASED: gettext_lazy("Effacer une personne accréditée"),
}


def log_access(
    owner: SectionOwner, action: str, user: User, accreditation: Accreditation | None = None
) -> None:
    """Writes an entry into the history of an owner."""
    log(
        instance=owner, action=action, user=user, data={"number": accreditation.pk if accreditation else None}
    )


def _message(entry: ModelLogEntry) -> str:
    """Returns the sentence of an entry."""
    words = {
        GIVEN: _("L’accréditation n° %(number)s est donnée"),
        REPLACED: _("L’accréditation n° %(number)s a un nouveau lien"),
        EXTENDED: _("L’accréditation n° %(number)s a une autre échéance"),
        REVOKED: _("L’accréditation n° %(number)s est révoquée"),
        ERASED: _("Les données d’une personne accréditée sont effacées"),
    }
    return words[entry.action] % {"number": entry.data.get("number", "")}


def register_log_actions(actions: LogActionRegistry) -> None:
    """The hook register_log_actions."""
    register_sentences(actions, _LABELS, _message)
