"""What became of a calendar and of each of its events, in words."""

from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_OUTCOMES: dict[str, str | Promise] = {
    "created": _("Brouillon créé."),
    "changed": _("Le calendrier dit autre chose qu’avant : c’est dans un nouveau brouillon."),
    "unchanged": _("Déjà importé, sans changement depuis."),
    "deleted_here": _("Déjà importé, puis supprimé ici : il n’est pas créé de nouveau."),
    "not_yours": _("Vous n’avez pas le droit de modifier cette page : rien n’a changé."),
    "locked": _(
        "La page est en relecture ou verrouillée : rien n’a changé. Importez de nouveau quand elle ne le sera plus."
    ),
    "refused": _("Refusé :"),
    "failed": _("Non importé, par une erreur de notre côté : importez le calendrier de nouveau."),
    "broken": _("Illisible : l’événement n’a pas de date que l’on comprenne."),
    "private": _("Laissé de côté : le calendrier dit qu’il est privé."),
    "no_uid": _("Laissé de côté : il n’a pas d’identifiant (UID), et reviendrait en double."),
    "no_title": _("Laissé de côté : il n’a pas de titre."),
    "occurrence": _("Laissé de côté : c’est une date modifiée d’une série."),
    "many": _("Le calendrier en a d’autres : seuls les 300 premiers événements sont lus."),
}
_NOTES: dict[str, str | Promise] = {
    "series": _("Il se répète : seule la prochaine date est reprise."),
    "no_next": _("Il se répète, sans date à venir que l’on trouve : la première est reprise. Vérifiez-la."),
    "long_link": _("Son adresse de connexion est trop longue : elle n’est pas reprise. Ajoutez-la."),
    "unknown_zone": _("Son fuseau horaire est inconnu : celui de votre section est pris. Vérifiez l’heure."),
}
_FAILURES: dict[str, str | Promise] = {
    "big": _("Le calendrier dépasse un mégaoctet."),
    "hostile": _("Le calendrier est trop compliqué pour être lu sans risque."),
    "no_calendar": _("Ce n’est pas un calendrier (.ics)."),
    "broken": _("Le calendrier est endommagé."),
    "unexpected": _("Une erreur de notre côté a arrêté l’import : essayez de nouveau."),
    "not_yours": _("Vous n’avez plus le droit de créer des événements ici."),
}


def outcome_in_words(code: str) -> str:
    """Returns what became of an event."""
    return str(_OUTCOMES.get(code, code))


def note_in_words(code: str) -> str:
    """Returns what the editor should look at."""
    return str(_NOTES.get(code, code))


def failure_in_words(code: str) -> str:
    """Returns why a calendar was not read: words of the fetcher are words already."""
    return str(_FAILURES.get(code, code))


def host_alone(address: str) -> str:
    """Returns an address without what may be a secret: the rest of it."""
    return f"https://{urlsplit(address).hostname or ''}/" if address else ""
