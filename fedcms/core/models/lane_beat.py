"""When a worker last said that a lane's thread lives."""

from django.db import models


class LaneBeat(models.Model):
    """One lane of the worker, whichever process runs it (fedcms.core.tasks.beats)."""

    lane = models.CharField(max_length=32, primary_key=True)
    beat_at = models.DateTimeField()

    class Meta:
        verbose_name = "lane beat"
        verbose_name_plural = "lane beats"

    def __str__(self) -> str:
        return self.lane
