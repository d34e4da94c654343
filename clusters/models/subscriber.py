"""Subscribers: readers without an account who get by mail what they chose; their address, choices and dates."""

from datetime import datetime
from typing import ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Rhythm(models.TextChoices):
    """How often a subscriber is written to."""

    AT_ONCE = "once", _("Dès la parution")
    DAILY = "daily", _("Une fois par jour")
    WEEKLY = "weekly", _("Une fois par semaine")


class SubscriberState(models.TextChoices):
    """Whether a subscriber is written to."""

    UNCONFIRMED = "new", _("à confirmer")
    ACTIVE = "active", _("abonné")
    PAUSED = "paused", _("en pause")


class Facet(models.TextChoices):
    """By what a subscriber chooses."""

    KIND = "kind", _("Type")
    CLUSTER = "cluster", _("Cluster")
    TOPIC = "topic", _("Thème")
    COUNTRY = "country", _("Pays")
    LANGUAGE = "language", _("Langue")


ALL_OF: dict[str, str] = {
    Facet.KIND: "takes_all_kinds",
    Facet.CLUSTER: "takes_all_clusters",
    Facet.TOPIC: "takes_all_topics",
    Facet.COUNTRY: "takes_all_countries",
}
"""By facet, the column that says that nothing was chosen of it: all is wanted."""


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    """The queries on subscribers."""

    def active(self) -> Self:
        """Filters those who are written to."""
        return self.filter(state=SubscriberState.ACTIVE)

    def choosing(self, facet: Facet, values: "set[str] | frozenset[str]") -> Self:
        """Filters those who chose one of the values, or did not choose by this facet at all."""
        rows = SubscriberChoice.objects.filter(subscriber=OuterRef("pk"), facet=facet, value__in=values)
        chosen = Q(Exists(rows)) if values else Q()
        everything = Q(**{ALL_OF[facet]: True}) if facet in ALL_OF else Q()
        return self.filter(everything | chosen)

    def unconfirmed_before(self, moment: datetime) -> Self:
        """Filters those who did not confirm what they asked for before a moment (aware)."""
        return self.filter(state=SubscriberState.UNCONFIRMED, consented_at__lt=moment)


class Subscriber(models.Model):
    """A reader who asked for mails. `UNCONFIRMED` until they used the link that only the owner of the address has."""

    # In links, signed: it tells nothing of the person, and is never given to another.
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    email = models.EmailField(_("courriel"))
    email_key = models.CharField(max_length=254, unique=True)
    # Of the mails; the first of the languages in which a page is wanted, if it is one of them.
    language = models.CharField(_("langue des courriels"), max_length=12, choices=settings.LANGUAGES)
    rhythm = models.CharField(_("rythme"), max_length=8, choices=Rhythm)
    state = models.CharField(max_length=8, choices=SubscriberState, default=SubscriberState.UNCONFIRMED)
    # Stored, not concluded from missing choices: whoever chose a topic that is deleted does not want all of them.
    takes_all_kinds = models.BooleanField(default=True)
    takes_all_clusters = models.BooleanField(default=True)
    takes_all_topics = models.BooleanField(default=True)
    takes_all_countries = models.BooleanField(default=True)
    consented_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    # Only what appears from here on is sent: since the confirmation, or the end of a pause.
    active_since = models.DateTimeField(null=True)
    # When they last confirmed or changed something; without that for long, they are asked once, then erased.
    last_sign_at = models.DateTimeField(default=timezone.now)
    reminded_at = models.DateTimeField(null=True)
    # How many mails with a link somebody had sent to this address, and since when: the form is no way to flood it.
    links_sent = models.PositiveSmallIntegerField(default=0)
    links_since = models.DateTimeField(default=timezone.now)
    # How many mails in a row the server of the address has refused for good.
    refusals = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[SubscriberQuerySet] = SubscriberQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("abonné")
        verbose_name_plural = _("abonnés")
        indexes: ClassVar = [
            # In the order in which batches are taken.
            models.Index(fields=["state", "rhythm", "id"], name="subscriber_batches"),
            models.Index(fields=["state", "consented_at"], name="subscriber_unconfirmed"),
            models.Index(fields=["last_sign_at"], name="subscriber_last_sign"),
        ]

    def __str__(self) -> str:
        return str(self.key)


class SubscriberChoice(models.Model):
    """One thing that a subscriber chose. `value` is a kind, a country, a language, or the key of a cluster or topic."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="choices")
    facet = models.CharField(max_length=8, choices=Facet)
    value = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subscriber", "facet", "value"], name="one_subscriber_choice")
        ]
        # Counted by value.
        indexes: ClassVar = [models.Index(fields=["facet", "value"], name="subscriber_choice_by_value")]

    def __str__(self) -> str:
        return f"{self.facet}: {self.value}"
