"""The protocol of what turns texts into vectors."""

from collections.abc import Sequence
from typing import Protocol

Vector = tuple[float, ...]


class EmbedderUnavailable(Exception):
    """Raised when no vectors came: the model is absent, slow or dead, or answered something else."""


class Embedder(Protocol):
    """Turns texts into vectors of the same length, of which near ones mean nearly the same."""

    @property
    def name(self) -> str:
        """The model's name. Vectors of models with different names cannot be compared."""

    @property
    def dimensions(self) -> int:
        """How many numbers a vector has."""

    def embed_query(self, text: str) -> Vector:
        """Returns the vector of what somebody typed. Raises `EmbedderUnavailable`, after a time-out at most."""

    def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        """Returns the vectors of texts that are searched, in their order. Takes seconds. Raises the same."""
