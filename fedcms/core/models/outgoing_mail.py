"""A mail that waits to be sent."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutgoingMail(models.Model):
    """One mail, written together with its cause, deleted when the mail server has accepted it (fedcms.core.mail)."""

    created_at = models.DateTimeField(auto_now_add=True)
    content = models.JSONField(help_text="What fedcms.core.mail.Content names.")

    class Meta:
        verbose_name = _("courriel à envoyer")
        verbose_name_plural = _("courriels à envoyer")
        ordering: ClassVar = ["created_at"]

    def __str__(self) -> str:
        return str(self.content.get("subject", ""))
