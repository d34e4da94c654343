"""Names in the history of a cluster what is done with sign-ups.

Entries outlive the people who sign up, and who may ask to be erased: so they hold a number, never a name.
"""

from datetime import timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, log
from wagtail.models import ModelLogEntry

from clusters.models.owner import SectionOwner
from fedcms.core.log_sentences import register_sentences
from fedcms.users.models import User

SHEET_SAVED, SHEET_WITHDRAWN, ACCEPTED, DECLINED, EXPORTED, ERASED, INVITED, MAILED, BADGES, LISTED = (
    "events.signup.save_sheet",
    "events.signup.withdraw_sheet",
    "events.signup.accept",
    "events.signup.decline",
    "events.signup.export",
    "events.signup.erase",
    "events.signup.invite",
    "events.signup.mail",
    "events.signup.badges",
    "events.signup.list",
)

BETWEEN_LISTS = timedelta(hours=12)

_LABELS: dict[str, str | Promise] = {
    SHEET_SAVED: gettext_lazy("Régler des inscriptions"),
    SHEET_WITHDRAWN: gettext_lazy("Retirer des inscriptions"),
    ACCEPTED: gettext_lazy("Accepter une inscription"),
    DECLINED: gettext_lazy("Refuser une inscription"),
    EXPORTED: gettext_lazy("Exporter des inscriptions"),
    ERASED: gettext_lazy("Effacer une personne inscrite"),
    INVITED: gettext_lazy("Inviter une organisation à un événement"),
    MAILED: gettext_lazy("Écrire aux personnes inscrites"),
    BADGES: gettext_lazy("Imprimer des badges"),
    LISTED: gettext_lazy("Prendre la liste d’accueil"),
}


def log_sign_up(owner: SectionOwner, action: str, user: User, number: int) -> None:
    """Writes an entry into the history of an owner; `number` is that of the sheet, the sign-up, or how many."""
    log(instance=owner, action=action, user=user, data={"number": number})


def log_list_taken(owner: SectionOwner, user: User, number: int) -> None:
    """Writes that somebody took the list of a sheet's door, once in twelve hours: a device asks again all the time."""
    since = timezone.now() - BETWEEN_LISTS
    entries = ModelLogEntry.objects.for_instance(owner).filter(action=LISTED, user=user, timestamp__gt=since)
    if number not in [entry.data.get("number") for entry in entries]:
        log_sign_up(owner, LISTED, user, number)


def _message(entry: ModelLogEntry) -> str:
    """Returns the sentence of an entry."""
    words = {
        SHEET_SAVED: _("Les inscriptions n° %(number)s sont réglées"),
        SHEET_WITHDRAWN: _("Les inscriptions n° %(number)s sont retirées"),
        ACCEPTED: _("L’inscription n° %(number)s est acceptée"),
        DECLINED: _("L’inscription n° %(number)s est refusée"),
        EXPORTED: _("Les inscriptions n° %(number)s sont exportées"),
        ERASED: _("Les données d’une personne inscrite sont effacées"),
        INVITED: _("Une organisation est invitée aux inscriptions n° %(number)s"),
        BADGES: _("Des badges sont faits pour les inscriptions n° %(number)s"),
        LISTED: _("Un appareil a pris la liste d’accueil des inscriptions n° %(number)s"),
        MAILED: _("Un message part aux personnes des inscriptions n° %(number)s"),
    }
    return words[entry.action] % {"number": entry.data.get("number", "")}


def register_log_actions(actions: LogActionRegistry) -> None:
    """The hook register_log_actions."""
    register_sentences(actions, _LABELS, _message)
