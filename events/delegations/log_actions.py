"""Names in the history of a cluster what is done with delegations: by number, since entries outlive the people."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry
from wagtail.models import ModelLogEntry

from fedcms.core.log_sentences import register_sentences

(
    DELEGATION_PUBLISHED,
    DELEGATION_UNPUBLISHED,
    PROFILE_APPROVED,
    PROFILE_HIDDEN,
    PROGRAMME_CHANGED,
    OUTCOME_SAVED,
) = (
    "events.delegations.publish",
    "events.delegations.unpublish",
    "events.delegations.approve",
    "events.delegations.hide",
    "events.delegations.programme",
    "events.delegations.outcome",
)
_LABELS: dict[str, str | Promise] = {
    DELEGATION_PUBLISHED: gettext_lazy("Publier une délégation"),
    DELEGATION_UNPUBLISHED: gettext_lazy("Retirer une délégation du site"),
    PROFILE_APPROVED: gettext_lazy("Montrer une organisation de la délégation"),
    PROFILE_HIDDEN: gettext_lazy("Ne plus montrer une organisation de la délégation"),
    PROGRAMME_CHANGED: gettext_lazy("Changer le programme d’une délégation"),
    OUTCOME_SAVED: gettext_lazy("Enregistrer le bilan d’une mission"),
}


def _message(entry: ModelLogEntry) -> str:
    """Returns the sentence of an entry."""
    words = {
        DELEGATION_PUBLISHED: _("La délégation de l’appel n° %(number)s est publiée"),
        DELEGATION_UNPUBLISHED: _("La délégation de l’appel n° %(number)s est retirée du site"),
        PROFILE_APPROVED: _("La présentation de la candidature n° %(number)s est montrée"),
        PROFILE_HIDDEN: _("La présentation de la candidature n° %(number)s n’est plus montrée"),
        PROGRAMME_CHANGED: _("Le programme de la délégation de l’appel n° %(number)s a changé"),
        OUTCOME_SAVED: _("Le bilan de l’appel n° %(number)s est enregistré"),
    }
    return words[entry.action] % {"number": entry.data.get("number", "")}


def register_log_actions(actions: LogActionRegistry) -> None:
    """The hook register_log_actions."""
    register_sentences(actions, _LABELS, _message)
