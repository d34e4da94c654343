"""The stored report of an imported translation file."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class TranslationImport(models.Model):
    """The report of an imported translation file, shown to the person who imported it. New reports push out the oldest.

    `lines` are lists, in the order of the fields of `clusters.translation.exchange.file_import.ImportLine`; `counts`
    are numbers by outcome, and of warnings; `notes` are sentences about whole pages.
    """

    class Outcome(models.TextChoices):
        """The outcomes of an imported text, in the order in which the report shows them: refused texts first."""

        REFUSED = "refused", _("Refusé")
        TAKEN = "taken", _("Importé")
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
