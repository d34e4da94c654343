"""Tags of what changed, by which all processes drop pages that they keep (fedcms.core.page_cache)."""

from django.db import models


class DroppedTags(models.Model):
    """One note, written in the transaction of the change."""

    tags = models.TextField(help_text="With spaces between.")
    noted_at = models.DateTimeField(auto_now_add=True, db_index=True)
    told = models.PositiveSmallIntegerField(
        default=0,
        db_default=0,
        help_text="How often proxies were told of it (page_cache.purging): twice at most.",
    )
    told_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "dropped tags"
        verbose_name_plural = "dropped tags"
        indexes = [
            models.Index(fields=["noted_at"], name="core_dropped_tags_due", condition=models.Q(told__lt=2))
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.tags}"
