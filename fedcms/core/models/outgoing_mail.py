"""A mail that waits to be sent."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutgoingMail(models.Model):
    """One mail, written together with its cause, deleted when the mail server has accepted it (fedcms.core.mail)."""

    created_at = models.DateTimeField(auto_now_add=True)
    content = models.JSONField(help_text="What fedcms.core.mail.Content names.")
    about = models.CharField(
        max_length=64,
        blank=True,
        db_index=True,
        help_text="What it is about, by which it can be discarded while it waits (fedcms.core.mail).",
    )

    class Meta:
        verbose_name = _("courriel à envoyer")
        verbose_name_plural = _("courriels à envoyer")
        ordering: ClassVar = ["created_at"]

    def __str__(self) -> str:
        return str(self.content.get("subject", ""))
