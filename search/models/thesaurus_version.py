"""The version of the thesaurus, and which concepts the project shipped."""

import uuid
from typing import ClassVar, Self

from django.db import models


class ThesaurusVersion(models.Model):
    """One row that says which state of the thesaurus is the newest: another token after each change.

    Every process compares it with what its engine was told (search.thesaurus). No counter: a number that was rolled
    back would come again and mean something else.
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
        """Within the transaction that changes concepts: they and the token become visible together."""
        row, _created = cls.objects.update_or_create(pk=1, defaults={"token": uuid.uuid4()})
        return row

    @classmethod
    def current(cls) -> uuid.UUID | None:
        """The newest state, `None` before the first one. One query."""
        return cls.objects.filter(pk=1).order_by().values_list("token", flat=True).first()


class SeededConcept(models.Model):
    """What a concept was when it came with the project: tells what editors changed or removed since."""

    key = models.SlugField(unique=True, max_length=60)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = "seeded concept"

    def __str__(self) -> str:
        return self.key
