"""The error of each failed try of a background task."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class TaskFailure(models.Model):
    """One failed try of a task. Their number decides when the task is tried again, and when it is given up."""

    task = models.ForeignKey(
        "django_tasks_database.DBTaskResult", on_delete=models.CASCADE, related_name="failures"
    )
    failed_at = models.DateTimeField(auto_now_add=True)
    traceback = models.TextField()

    class Meta:
        verbose_name = _("échec d’une tâche")
        verbose_name_plural = _("échecs des tâches")
        ordering: ClassVar = ["failed_at"]

    def __str__(self) -> str:
        return self.traceback.strip().rpartition("\n")[2]
