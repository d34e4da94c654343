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


class Repeats(models.TextChoices):
    """How an event repeats; "" for one that does not. Days of the week and of the month are those of its first day."""

    WEEKLY = "weekly", _("Chaque semaine, aux jours cochés")
    MONTHLY_DAY = "monthly_day", _("Chaque mois, le même jour du mois (le 12)")
    MONTHLY_WEEKDAY = "monthly_weekday", _("Chaque mois, le même jour de la semaine (le deuxième mardi)")
    MONTHLY_LAST = "monthly_last", _("Chaque mois, le dernier jour de ce nom (le dernier mardi)")
    YEARLY = "yearly", _("Chaque année, à la même date")


class DateChange(models.TextChoices):
    """What is said of one date of an event that repeats."""

    LEFT_OUT = "left_out", _("N’a pas lieu, et n’est pas montrée (vacances)")
    CANCELLED = "cancelled", _("Annulée : reste visible, barrée")
    MOVED = "moved", _("Déplacée à un autre jour ou à d’autres heures")
