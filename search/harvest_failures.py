"""The failures of a source, with words for its publishers.

Imports no models, since the child process that parses imports it; the models, which store the last failure, import it.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Failure(models.TextChoices):
    """Why a source could not be read; the label is shown to the cluster's publishers."""

    ADDRESS = "address", _("L’adresse n’est pas une adresse web publique.")
    NOT_FOUND_HOST = "host", _("Le nom du site est introuvable : son domaine existe-t-il encore ?")
    NO_ANSWER = "no_answer", _("Le site ne répond pas.")
    TLS = "tls", _("Le certificat de sécurité du site n’est pas valable.")
    TOO_SLOW = "slow", _("Le site répond trop lentement.")
    TOO_BIG = "big", _("La réponse est trop volumineuse.")
    REDIRECTS = "redirects", _("L’adresse renvoie sans cesse vers une autre.")
    ROBOTS = "robots", _("Le fichier robots.txt du site refuse la lecture de cette adresse.")
    ROBOTS_UNREADABLE = "robots_unreadable", _("Le fichier robots.txt du site ne peut pas être lu.")
    ASKED_TO_WAIT = "wait", _("Le site demande de revenir plus tard.")
    MISSING = "missing", _("Il n’y a rien à cette adresse (404).")
    GONE = "gone", _("Le site dit que cette adresse est abandonnée (410).")
    REFUSED = "refused", _("Le site refuse l’accès à cette adresse.")
    SERVER = "server", _("Le site est en panne.")
    HTTP = "http", _("Le site répond par une erreur.")
    NOT_HTTP = "not_http", _("La réponse du site est illisible.")
    NOT_A_FEED = "not_a_feed", _("Ce n’est ni un flux, ni un calendrier, ni un plan de site d’actualités.")
    BROKEN = "broken", _("Le contenu est endommagé et n’a pas pu être lu.")
    ENTITIES = "entities", _("Le contenu déclare des entités XML, ce qui est refusé par sécurité.")
    EMPTY = "empty", _("Aucun élément utilisable : il leur faut un titre et une adresse.")
    UNEXPECTED = "unexpected", _("Une erreur imprévue empêche la lecture ; le journal du serveur la décrit.")
