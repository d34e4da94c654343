"""The version of the thesaurus, and which concepts the project shipped."""

import uuid
from typing import ClassVar, Self

from django.db import models


class ThesaurusVersion(models.Model):
    """The single row that holds the version of the thesaurus: a new random token after each change.

    Each process compares it with the version that its engine has (search.thesaurus). It is not a counter: a number
    that was rolled back would be used again for another state.
    """

    token = models.UUIDField(default=uuid.uuid4)

    class Meta:
        verbose_name = "version of the thesaurus"
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(pk=1), name="one_thesaurus_version")
        ]

    def __str__(self) -> str:
        return str(self.token)

    @classmethod
    def mark_changed(cls) -> Self:
        """Stores a new token. Call it in the transaction that changes concepts, so that both become visible at once."""
        row, _created = cls.objects.update_or_create(pk=1, defaults={"token": uuid.uuid4()})
        return row

    @classmethod
    def current(cls) -> uuid.UUID | None:
        """Returns the current token, None before the first change. One query."""
        return cls.objects.filter(pk=1).order_by().values_list("token", flat=True).first()


class SeededConcept(models.Model):
    """The digest of a concept as it came with the project. It tells whether editors changed or removed it since."""

    key = models.SlugField(unique=True, max_length=60)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = "seeded concept"

    def __str__(self) -> str:
        return self.key
