"""The stored report of an imported translation file."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class TranslationImport(models.Model):
    """The report of an import, for who imported alone. The oldest of a person go when new ones come.

    `lines` are lists, in the order of `clusters.translation.exchange.file_import.Line`; `counts` by outcome, and of
    warnings; `notes` are sentences about whole pages.
    """

    class Outcome(models.TextChoices):
        """What became of a text; what was not taken is shown first."""

        REFUSED = "refused", _("Non pris")
        TAKEN = "taken", _("Pris")
        UNCHANGED = "unchanged", _("Inchangé")
        EMPTY = "empty", _("Non traduit dans le fichier")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    counts = models.JSONField(default=dict)
    lines = models.JSONField(default=list)
    notes = models.JSONField(default=list)

    class Meta:
        verbose_name = _("import de traductions")
        verbose_name_plural = _("imports de traductions")

    def __str__(self) -> str:
        return f"{self.name} ({self.created_at:%Y-%m-%d %H:%M})"
