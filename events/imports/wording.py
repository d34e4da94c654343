"""What became of a calendar and of each of its events, in words."""

from datetime import date
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fedcms.core.i18n.bidi import in_line
from fedcms.core.i18n.formatting import language_name
from fedcms.core.templatetags.core_tags import long_date

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
    "series": _(
        "Il se répète d’une façon que la page ne sait pas dire : seule la prochaine date est reprise. "
        "Sa règle : %(told)s"
    ),
    "series_from": _("Il se répète depuis un moment : ses dates passées ne sont pas reprises."),
    "series_cut": _(
        "Il se répète plus longtemps qu’une page ne peut le dire : trois ans sont repris, un an s’il est sans fin, "
        "200 dates au plus."
    ),
    "exception": _(
        "Le %(told)s, le calendrier dit autre chose que la page ne sait dire d’une date (titre, lieu, durée, dates "
        "suivantes) : ajoutez-le."
    ),
    "many_exceptions": _(
        "Plus de 100 de ses dates diffèrent : les premières sont reprises. Ajoutez les autres."
    ),
    "fixed_hour": _(
        "Il se répète à une heure fixe d’un autre fuseau : chez vous elle ne change pas avec l’heure d’été. "
        "Vérifiez-la."
    ),
    "no_next": _("Il se répète, sans date à venir que l’on trouve : la première est reprise. Vérifiez-la."),
    "long_link": _("Son adresse de connexion est trop longue : elle n’est pas reprise. Ajoutez-la."),
    "language": _(
        "Le calendrier dit sa langue : le brouillon est dans l’agenda de celle-ci. Langue : %(told)s."
    ),
    "categories": _("Ses catégories ne sont pas des thèmes d’ici : choisissez-les. Les voici : %(told)s"),
    "long_place": _("Son lieu est trop long : son début est repris. Le voici en entier : %(told)s"),
    "other_town": _(
        "Il a lieu dans une autre ville : ce qui y avait été ajouté de l’ancienne adresse est retiré. Complétez-la."
    ),
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
    """Returns what the editor should look at. After the code may stand what the calendar says."""
    name, _separator, told = code.partition(":")
    words = str(_NOTES.get(name, code))
    if not told or name not in _NOTES:
        return words
    if name == "language":
        return words % {"told": language_name(told)}
    return words % {"told": in_line(told) if name in ("long_place", "categories") else _day_in_words(told)}


def _day_in_words(told: str) -> str:
    """Returns a day in the active language, and anything else as it is."""
    try:
        return long_date(date.fromisoformat(told))
    except ValueError:
        return told


def failure_in_words(code: str) -> str:
    """Returns why a calendar was not read: words of the fetcher are words already."""
    return str(_FAILURES.get(code, code))


def host_alone(address: str) -> str:
    """Returns an address without what may be a secret: the rest of it."""
    return f"https://{urlsplit(address).hostname or ''}/" if address else ""
