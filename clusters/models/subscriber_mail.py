"""The mails to subscribers, one row each with the Message-ID that it keeps, and the pages that each mail tells of."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusters.models.announcement import Digest
from clusters.models.emergency_withdrawal import EmergencyWithdrawal
from clusters.models.subscriber import Subscriber


class MailPurpose(models.TextChoices):
    """What a mail to a subscriber is for."""

    PAGE = "page", _("une parution")
    DIGEST = "digest", _("un récapitulatif")
    WITHDRAWAL = "withdrawal", _("un retrait")
    REMINDER = "reminder", _("rester abonné")
    LINK = "link", _("un lien demandé")


class MailState(models.TextChoices):
    """What became of a mail to a subscriber."""

    WAITING = "waiting", _("à envoyer")
    SENDING = "sending", _("part en ce moment")
    SENT = "sent", _("envoyé")
    REFUSED = "refused", _("refusé par le serveur du destinataire")
    FAILED = "failed", _("abandonné après plusieurs essais")
    SKIPPED = "skipped", _("laissé de côté")


class SubscriberMail(models.Model):
    """A mail to a subscriber. It goes with them when they are erased, so that nothing leaves afterwards."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="mails")
    purpose = models.CharField(max_length=12, choices=MailPurpose)
    digest = models.ForeignKey(Digest, null=True, on_delete=models.SET_NULL, related_name="mails")
    withdrawal = models.ForeignKey(
        EmergencyWithdrawal, null=True, on_delete=models.CASCADE, related_name="mails"
    )
    message_id = models.CharField(max_length=255, unique=True)
    state = models.CharField(max_length=8, choices=MailState, default=MailState.WAITING)
    # The worker that is sending it (fedcms.core.tasks.liveness_lock): when that is dead, it is sent again.
    claimed_by = models.CharField(max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    # What the mail service calls it, if it is no SMTP server (django-anymail).
    service_id = models.CharField(max_length=255, blank=True, db_index=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    # How many more pages there were than a mail holds: it leads to the site for them.
    left_out = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("courriel à un abonné")
        verbose_name_plural = _("courriels aux abonnés")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subscriber", "digest"], name="one_mail_a_digest"),
            models.UniqueConstraint(fields=["subscriber", "withdrawal"], name="one_mail_a_withdrawal"),
        ]
        indexes: ClassVar = [
            # In the order in which batches are taken, purpose by purpose.
            models.Index(fields=["state", "purpose", "next_try_at"], name="subscriber_mail_due")
        ]

    def __str__(self) -> str:
        return self.message_id


class MailedPage(models.Model):
    """A page, in whatever language, of which a subscriber is told by a mail: never by a second one."""

    mail = models.ForeignKey(SubscriberMail, on_delete=models.CASCADE, related_name="pages")
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="+")
    translation_key = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            # In the order in which those who received a page are taken.
            models.UniqueConstraint(fields=["translation_key", "subscriber"], name="one_mail_a_page")
        ]

    def __str__(self) -> str:
        return f"{self.translation_key} ({self.mail_id})"
