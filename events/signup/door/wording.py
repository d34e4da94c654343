"""The words of the door's script, which has none of its own, in the active language."""

import json

from django.utils.translation import gettext as _


def script_words() -> str:
    """Returns the script's words as JSON; {name} and {number} are filled in by it."""
    return json.dumps(
        {
            "here": _("Noter la présence"),
            "undo": _("Annuler la présence"),
            "counts": _("Présentes : {here} sur {all}"),
            "more": _("Les premières seulement : précisez la recherche."),
            "online": _("Réseau : oui."),
            "offline": _("Réseau : non. Continuez : tout part dès qu’il revient."),
            "waiting": _("En attente d’envoi : {number}."),
            "noted": _("{name} : présence notée."),
            "undone": _("{name} : présence annulée."),
            "older": _("{name} : un autre appareil a dit le contraire plus tard, et c’est ce qui reste."),
            "unknown": _("{name} : n’a plus de place."),
            "erased": _(
                "Vous n’êtes plus de l’équipe, ou votre session est close : cet appareil a tout effacé."
            ),
            "over": _("L’événement est terminé : cet appareil a tout effacé."),
            "early": _(
                "La liste vient sur l’appareil la veille de l’événement. D’ici là, cherchez en ligne."
            ),
        }
    )
