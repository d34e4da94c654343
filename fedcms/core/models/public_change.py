"""The outbox: one row for each change of what the public sees, and the changed branches still to be handled."""

from typing import ClassVar

from django.db import models


class Reason(models.TextChoices):
    """Why the public form of something differs."""

    PUBLISHED = "published"
    CHANGED = "changed"
    """Its content differs."""
    MOVED = "moved"
    """Its address differs."""
    REORDERED = "reordered"
    """Its position among its siblings differs."""
    WITHDRAWN = "withdrawn"
    """It exists but is no longer public: unpublished, restricted, or in a language that was closed."""
    DELETED = "deleted"


class PublicChange(models.Model):
    """One event, written in the transaction of the change (fedcms.core.changes.recording).

    Plain values and no foreign keys: what it names may be deleted before it is delivered.
    """

    subject = models.CharField(
        max_length=30, help_text='"page", or the model of what pages show, e.g. "topic".'
    )
    object_id = models.BigIntegerField()
    translation_key = models.UUIDField(null=True, help_text="Of a page; null for what has no translations.")
    language = models.CharField(max_length=12, blank=True, help_text="Of a page; empty for every language.")
    kind = models.CharField(max_length=30, blank=True)
    cluster = models.CharField(max_length=60, blank=True, help_text="Slug; empty for the federation.")
    reason = models.CharField(max_length=10, choices=Reason.choices)
    address = models.TextField(blank=True, help_text="A page's url_path after the change.")
    address_before = models.TextField(blank=True, help_text="Its url_path before, where it was public.")
    moment = models.DateTimeField(auto_now_add=True)
    dispatched_at = models.DateTimeField(null=True, help_text="When the worker told its subscribers' tasks.")

    class Meta:
        verbose_name = "public change"
        verbose_name_plural = "public changes"
        indexes: ClassVar = [
            models.Index(
                fields=["id"], name="public_change_waiting", condition=models.Q(dispatched_at__isnull=True)
            ),
            models.Index(fields=["dispatched_at"], name="public_change_dispatched"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.subject}-{self.object_id} {self.reason}"


class ChangedBranch(models.Model):
    """A subtree or language whose pages may all have another public form: the worker compares each.

    Written in the transaction of the change; deleted when all its pages were compared (fedcms.core.changes.branches).
    """

    page_id = models.BigIntegerField(null=True, help_text="The root of the subtree.")
    locale_id = models.BigIntegerField(null=True, help_text="The language, where there is no root.")
    is_moved = models.BooleanField(help_text="It has another address; else it was closed or opened.")
    after_id = models.BigIntegerField(default=0, help_text="Its pages up to this key were looked at.")
    created_at = models.DateTimeField(auto_now_add=True)
    followed_at = models.DateTimeField(
        null=True, help_text="When followers that work on a whole branch had run."
    )

    class Meta:
        verbose_name = "changed branch"
        verbose_name_plural = "changed branches"

    def __str__(self) -> str:
        return f"{self.pk}: page {self.page_id}, locale {self.locale_id}"
