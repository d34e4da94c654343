"""Names in the history of the federation what is done with subscribers on request, without the person."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter, log
from wagtail.models import ModelLogEntry

from clusters.models import Federation
from fedcms.users.models import User

EXPORTED, ERASED = "clusters.subscriptions.export", "clusters.subscriptions.erase"

_LABELS: dict[str, str | Promise] = {
    EXPORTED: gettext_lazy("Exporter les données d’un abonné"),
    ERASED: gettext_lazy("Effacer un abonné"),
}


def log_subscriber(action: str, user: User) -> None:
    """Writes an entry into the history of the federation."""
    log(instance=Federation.load(), action=action, user=user)


def _message(entry: ModelLogEntry) -> str:
    """Returns the sentence of an entry."""
    words = {
        EXPORTED: _("Les données d’un abonné sont exportées, à sa demande"),
        ERASED: _("Les données d’un abonné sont effacées, à sa demande"),
    }
    return words[entry.action]


def register_log_actions(actions: LogActionRegistry) -> None:
    """The hook register_log_actions."""
    for action, words in _LABELS.items():

        class SubscriberFormatter(LogFormatter):
            """The words of one action."""

            label = words

            def format_message(self, log_entry: ModelLogEntry) -> str:
                """Returns the sentence of an entry."""
                return _message(log_entry)

        actions.register_action(action)(SubscriberFormatter)
