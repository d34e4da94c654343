"""The choices of an event: its state, and its type."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventStatus(models.TextChoices):
    """The state of an event; names follow schema.org's EventStatusType."""

    SCHEDULED = "scheduled", _("Prévu")
    POSTPONED = "postponed", _("Reporté")
    MOVED = "moved", _("Déplacé")
    ONLINE = "online", _("Passé en ligne")
    CANCELLED = "cancelled", _("Annulé")


class EventType(models.TextChoices):
    """What an event is; the same in every language."""

    FAIR = "fair", _("Salon")
    CONFERENCE = "conference", _("Conférence")
    WORKSHOP = "workshop", _("Atelier")
    WEBINAR = "webinar", _("Webinaire")
    MEETING = "meeting", _("Rencontre")
    TRAINING = "training", _("Formation")
    CONTEST = "contest", _("Concours")
    CEREMONY = "ceremony", _("Remise de prix")
