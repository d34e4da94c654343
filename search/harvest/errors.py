"""What can go wrong with a source, each with words for its publishers."""

import contextlib
import logging
from collections.abc import Iterator
from datetime import datetime

from django.db import InterfaceError, OperationalError, models
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)


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


class HarvestError(Exception):
    """A source, or a page of it, could not be read; `detail` is for who looks closer (a status, a limit)."""

    def __init__(self, failure: Failure, detail: str = "", *, retry_at: datetime | None = None) -> None:
        super().__init__(f"{failure.value}: {detail}" if detail else failure.value)
        self.failure = failure
        self.detail = detail.replace("\0", "")[:200]
        self.origin = ""
        """Scheme, host and port of who answered so, where somebody did."""
        self.retry_at = retry_at
        """Aware: when the other side asked to be asked again; `None` = it did not say."""


class HostBusyError(Exception):
    """A host's turn comes too late for this task to wait for it."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"not before {until.isoformat()}")
        self.until = until


@contextlib.contextmanager
def unexpected_too(what: str) -> Iterator[None]:
    """Whatever else is raised becomes a `HarvestError` too, and is logged: nobody foresees all that sites answer.

    Only a database that does not answer is no fault of theirs: the task fails, and the turn is given again.
    """
    try:
        yield
    except (HarvestError, HostBusyError, OperationalError, InterfaceError):
        raise
    except Exception as error:
        logger.exception("%s cannot be read", what)
        raise HarvestError(Failure.UNEXPECTED, type(error).__name__) from error
