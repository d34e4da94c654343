"""Stores the public form of each page and shared row as last written, to tell whether it has changed."""

from django.db import models


class PublicForm(models.Model):
    """The public form of a thing that is or was public. Without foreign key, deleting a page runs no query for it."""

    key = models.CharField(max_length=60, primary_key=True, help_text="E.g. page-42.")
    is_public = models.BooleanField(
        help_text="An anonymous visitor sees it between its release and its expiry."
    )
    address = models.TextField(blank=True, help_text="A page's url_path.")
    path = models.CharField(max_length=255, blank=True, help_text="A page's place in the tree.")
    content = models.CharField(
        max_length=32, blank=True, help_text="Digest of what it says; empty = not known."
    )
    kind = models.CharField(max_length=30, blank=True, help_text="As events tell it.")
    cluster = models.CharField(max_length=60, blank=True, help_text="As events tell it.")

    class Meta:
        verbose_name = "public form"
        verbose_name_plural = "public forms"

    def __str__(self) -> str:
        return self.key
