"""Search statistics by day: counts and words, nothing about persons (docs/adr)."""

from typing import ClassVar

from django.db import models

MAX_WORDS = 80
"""The most characters of a search that are stored."""


class SearchCount(models.Model):
    """How often certain words were searched on one day in one language."""

    day = models.DateField()
    language = models.CharField(max_length=12)
    words = models.CharField(max_length=MAX_WORDS)
    searches = models.PositiveIntegerField(default=0)
    without_result = models.PositiveIntegerField(default=0, help_text="Of these, those that found nothing.")
    relaxed = models.PositiveIntegerField(
        default=0, help_text="Of these, those whose results lack some of the words."
    )

    class Meta:
        verbose_name = "search count"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "language", "words"], name="one_search_count_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.language} {self.words}"


class ClickCount(models.Model):
    """How often a result was the first one opened after a search for certain words, on one day in one language."""

    day = models.DateField()
    language = models.CharField(max_length=12)
    words = models.CharField(max_length=MAX_WORDS)
    entry = models.CharField(max_length=80, help_text="The entry's key, or link-<id> of a promoted address.")
    clicks = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "click count"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["day", "language", "words", "entry"], name="one_click_count_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.language} {self.words}: {self.entry}"
