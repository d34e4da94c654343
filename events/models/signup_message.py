"""What a team writes to people of its sheet, and to whom: the texts are erased with the people, the numbers stay."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.signup import SignUp
from events.models.signup_sheet import SignUpSheet
from fedcms.core.i18n.translated_text import TranslatedTextField

LONGEST_SUBJECT = 120
LONGEST_TEXT = 5000


class SignUpMessage(models.Model):
    """A mail of the team to people of its sheet, in the languages in which it was written."""

    sheet = models.ForeignKey(SignUpSheet, on_delete=models.CASCADE, related_name="messages")
    subject = TranslatedTextField(_("objet"), text_max_length=LONGEST_SUBJECT)
    text = TranslatedTextField(_("texte"), multiline=True, text_max_length=LONGEST_TEXT)
    # Of the form: sent twice, it makes one message.
    form_key = models.UUIDField(unique=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    sent_at = models.DateTimeField(default=timezone.now)
    # To how many it is written, and to how many it could not be.
    number = models.PositiveIntegerField(default=0)
    number_failed = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("message aux personnes inscrites")
        verbose_name_plural = _("messages aux personnes inscrites")
        ordering: ClassVar = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return f"#{self.pk}"


class SignUpMessageRecipient(models.Model):
    """Somebody to whom a message is written; without a moment, it still is to be."""

    message = models.ForeignKey(SignUpMessage, on_delete=models.CASCADE, related_name="recipients")
    sign_up = models.ForeignKey(SignUp, on_delete=models.CASCADE, related_name="messages")
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("destinataire d’un message")
        verbose_name_plural = _("destinataires d’un message")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "sign_up"], name="one_message_a_person")
        ]
        indexes: ClassVar = [
            models.Index(fields=["message"], condition=models.Q(done_at=None), name="messages_to_be_written")
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
