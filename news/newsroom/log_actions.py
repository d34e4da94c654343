"""Names in the history of a team what is done with its media contacts and mailings.

Entries outlive the people whom contacts name, and who may ask to be erased: so they hold a number, never a name.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, log
from wagtail.models import ModelLogEntry

from clusters.models.owner import SectionOwner
from fedcms.core.log_sentences import register_sentences
from fedcms.users.models import User

CONTACTS_IMPORTED, CONTACTS_EXPORTED, CONTACT_ERASED, LIST_SHARED, MAILING_CREATED, MAILING_STOPPED = (
    "news.contacts.import",
    "news.contacts.export",
    "news.contacts.erase",
    "news.contacts.share",
    "news.mailing.create",
    "news.mailing.stop",
)

_LABELS: dict[str, str | Promise] = {
    CONTACTS_IMPORTED: gettext_lazy("Importer des contacts médias"),
    CONTACTS_EXPORTED: gettext_lazy("Exporter des contacts médias"),
    CONTACT_ERASED: gettext_lazy("Effacer un contact média"),
    LIST_SHARED: gettext_lazy("Partager une liste de contacts médias"),
    MAILING_CREATED: gettext_lazy("Envoyer un communiqué par courriel"),
    MAILING_STOPPED: gettext_lazy("Arrêter un envoi par courriel"),
}


def log_newsroom(owner: SectionOwner, action: str, user: User, number: int) -> None:
    """Writes an entry into the history of an owner: a number of contacts, or that of a list or mailing."""
    log(instance=owner, action=action, user=user, data={"number": number})


def _message(entry: ModelLogEntry) -> str:
    """Returns the sentence of an entry."""
    words = {
        CONTACTS_IMPORTED: _("Contacts médias importés ou changés : %(number)s"),
        CONTACTS_EXPORTED: _("Contacts médias exportés : %(number)s"),
        CONTACT_ERASED: _("Contacts médias effacés : %(number)s"),
        LIST_SHARED: _("Le partage de la liste de contacts n° %(number)s a changé"),
        MAILING_CREATED: _("L’envoi par courriel n° %(number)s est préparé"),
        MAILING_STOPPED: _("L’envoi par courriel n° %(number)s est arrêté"),
    }
    return words[entry.action] % {"number": entry.data.get("number", "")}


def register_log_actions(actions: LogActionRegistry) -> None:
    """The hook register_log_actions."""
    register_sentences(actions, _LABELS, _message)
