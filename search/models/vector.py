"""Vectors of entries: what each means to a model, kept by the worker."""

from collections.abc import Iterable, Sequence
from typing import ClassVar, Self

from django.db import models
from django.db.models import Count, Exists, Max, OuterRef
from django.db.models.functions import Length

from search.engines.vector_space import VectorSpace
from search.models.entry import SearchEntry


class EntryVectorQuerySet(models.QuerySet["EntryVector"]):
    """Queries of vectors."""

    def waiting(self) -> Self:
        """Returns vectors of entries that the worker is to look at: what the model failed over comes last."""
        has_entry = Exists(SearchEntry.objects.filter(pk=OuterRef("pk")))
        return self.filter(has_entry, is_waiting=True).order_by("failures", "pk")

    def await_embedding(self, entries: Iterable[int]) -> None:
        """Notes that the texts of these entries may have changed. One statement, which locks in the order of ids."""
        self.bulk_create(
            [EntryVector(entry_id=entry, is_waiting=True) for entry in sorted(set(entries))],
            update_conflicts=True,
            unique_fields=["entry"],
            update_fields=["is_waiting"],
            batch_size=500,
        )

    def comparable(self, model: str, dimensions: int) -> Self:
        """Returns vectors that can be compared with those of a model: its own, of the same length."""
        return self.filter(model=model).annotate(numbers=Length("vector")).filter(numbers=dimensions)

    def numbers_in(self, space: VectorSpace | None, entries: Sequence[int]) -> dict[int, bytes]:
        """Returns the vectors of these entries in a space, by entry. One query; none without a space or entries."""
        if space is None or not entries:
            return {}
        known = self.comparable(space.model, space.dimensions).filter(pk__in=entries)
        return {entry: bytes(vector or b"") for entry, vector in known.values_list("pk", "vector")}

    def state(self) -> str:
        """Returns what changes whenever one of these vectors does, or its entry goes."""
        found = self.aggregate(count=Count("entry__key"), last=Max("embedded_at"))
        return f"{found['count']} {found['last']}"

    def without_entry(self) -> Self:
        """Returns vectors whose entry is gone: entries are removed without a look at their vectors."""
        return self.filter(~Exists(SearchEntry.objects.filter(pk=OuterRef("pk"))))


class EntryVector(models.Model):
    """The vector of an entry's first words, as one model sees them.

    It may be older than the entry, or outlive it: whoever finds an entry by it asks the entry whether it may be shown.
    """

    entry = models.OneToOneField(
        SearchEntry, models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="vector"
    )
    model = models.CharField(
        max_length=120, blank=True, help_text="The model's name; empty before the first vector."
    )
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the text that was embedded.")
    vector = models.BinaryField(null=True, help_text="One signed byte a dimension.")
    is_waiting = models.BooleanField(
        default=True, db_index=True, help_text="Whether the worker is to look at it."
    )
    failures = models.PositiveSmallIntegerField(
        default=0, help_text="How often the model failed over this text; after a few times it is left alone."
    )

    embedded_at = models.DateTimeField(null=True, db_index=True, help_text="When the vector came.")

    objects: ClassVar[models.Manager["EntryVector"]] = EntryVectorQuerySet.as_manager()

    class Meta:
        verbose_name = "vector of an entry"
        verbose_name_plural = "vectors of entries"

    def __str__(self) -> str:
        return f"entry {self.pk} by {self.model}"
