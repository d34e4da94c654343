"""Tags of what changed, by which all processes drop pages that they keep (fedcms.core.page_cache)."""

from django.db import models


class DroppedTags(models.Model):
    """One note, written in the transaction of the change."""

    tags = models.TextField(help_text="With spaces between.")
    noted_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = "dropped tags"
        verbose_name_plural = "dropped tags"

    def __str__(self) -> str:
        return f"{self.pk}: {self.tags}"
