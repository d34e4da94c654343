"""What the people of a sheet are still to be told, all of them: mails are written a portion at a time."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.signup_sheet import SignUpSheet


class NoticeKind(models.TextChoices):
    """Of what people are told."""

    EVENT = "event", _("l’événement a changé")
    ERASURE = "erasure", _("les données seront effacées")


class SignUpNotice(models.Model):
    """News for those who had arrived when it came, by rank: each is told once, in the transaction that notes how far.

    Deleted when the last one is told. It names nobody.
    """

    sheet = models.ForeignKey(SignUpSheet, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=8, choices=NoticeKind)
    # The event before and after (events.signup.event_details); of an erasure, its moment.
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    last_rank = models.PositiveIntegerField()
    told_rank = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("nouvelle aux personnes inscrites")
        verbose_name_plural = _("nouvelles aux personnes inscrites")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"#{self.pk}"
