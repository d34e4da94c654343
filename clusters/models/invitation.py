"""Invitations by mail into the teams of clusters and of the federation."""

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from clusters.models.cluster import Cluster

NONCE_LENGTH = 32


class TeamRole(models.TextChoices):
    """The roles in a team, the highest first."""

    PUBLISHER = "publisher", _("Publication")
    EDITOR = "editor", _("Rédaction")
    TRANSLATOR = "translator", _("Traduction")


def new_nonce() -> str:
    """Returns what makes the link of a new mail another one than that of the mail before."""
    return get_random_string(NONCE_LENGTH)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """The queries on invitations."""

    def open(self) -> Self:
        """Filters those that were neither accepted nor revoked; their time may be over."""
        return self.filter(accepted_at=None, revoked_at=None)

    def into(self, cluster_id: int | None) -> Self:
        """Filters those into the team of a cluster; `None` means the federation's."""
        if cluster_id is None:
            return self.filter(for_federation=True)
        return self.filter(clusters=cluster_id)


class Invitation(models.Model):
    """An invitation of a mail address into teams, with one role in all of them.

    The link in its mail contains `nonce`, signed (clusters.people.tokens); the mail that is sent again has another.
    """

    email = models.EmailField(_("courriel"))
    # The address as it is compared (clusters.people.addresses).
    email_key = models.CharField(max_length=254, db_index=True)
    role = models.CharField(_("rôle"), max_length=12, choices=TeamRole)
    # Into which translations are written; of a translator at least one.
    locales = models.ManyToManyField(Locale, related_name="+", verbose_name=_("traduit vers"), blank=True)
    clusters = models.ManyToManyField(Cluster, related_name="invitations", blank=True)
    for_federation = models.BooleanField(_("équipe de la fédération"), default=False)
    language = models.CharField(_("langue du courriel et de l’interface"), max_length=12)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(_("valable jusqu’au"))
    nonce = models.CharField(max_length=NONCE_LENGTH, default=new_nonce)
    # That of the form that was filled in: a form that is sent twice makes one invitation.
    form_key = models.UUIDField(default=uuid.uuid4, unique=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True)

    objects: ClassVar[InvitationQuerySet] = InvitationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-invited_at", "-pk"]

    def __str__(self) -> str:
        return self.email

    def is_expired(self, now: datetime | None = None) -> bool:
        """Returns whether its time is over at `now` (aware, default: this moment)."""
        return self.expires_at <= (now or timezone.now())
