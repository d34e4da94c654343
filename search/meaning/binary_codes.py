"""Binary quantization: a bit a dimension chooses the vectors that are worth comparing, two sums describe them all.

Of many vectors of a language, those whose signs differ least from the asked one's are compared number by number; what
their cosines are like on the average follows exactly from the mean of the vectors and their covariance.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]
    Codes = npt.NDArray[np.uint64]

MANY = 5_000
"""A language with fewer vectors has all of them compared."""
MANY_A_DIMENSION = 8
"""So many a dimension are many as well: of fewer, the covariance would be larger than the vectors, and take longer."""
SHARE = 8
"""Of more, an eighth is compared: of the ten nearest, .99 are among them (ADR 0093)."""
_AT_A_TIME = 5_000
_BITS = 64
_ALIGNMENT = 64
"""Each part of the file begins at a multiple of it (bytes), so that numbers of any length can be read in place."""


@dataclass(frozen=True)
class Outline:
    """The vectors of a language, all of length 1, in outline.

    `mean` has a number a dimension, `covariance` one a pair of them, `codes` 64 dimensions a row and a column a vector:
    whether each is above the mean.
    """

    mean: "Floats"
    covariance: "Floats"
    codes: "Codes"

    def chosen(self, asked: "Floats", least: int = 0) -> "npt.NDArray[np.int64]":
        """Returns the places of the share whose signs differ least from those of a vector of length 1, in order.

        `least` are returned, or all.
        """
        import numpy as np  # noqa: PLC0415  # an extra

        number = max(least, self.codes.shape[1] // SHARE)
        code = _codes(asked[np.newaxis], self.mean)
        # A dimension that no vector has is 0 in all.
        differ = np.bitwise_count(self.codes ^ code).sum(axis=0, dtype=np.uint16)
        if len(differ) <= number:
            return np.arange(len(differ))
        return np.sort(np.argpartition(differ, number)[:number])

    def cosines(self, asked: "Floats") -> tuple[float, float]:
        """Returns mean and standard deviation of the cosines of all with a vector of length 1."""
        variance = float(asked @ self.covariance @ asked)
        return float(self.mean @ asked), max(variance, 0.0) ** 0.5

    def parts(self) -> Iterator[bytes]:
        """Yields what is written into the file."""
        for part in (self.mean, self.covariance, self.codes):
            data = part.tobytes()
            yield data.ljust(padded(len(data)), b"\0")


def padded(size: int) -> int:
    """Returns a number of bytes up to the next place at which a part may begin."""
    return -(-size // _ALIGNMENT) * _ALIGNMENT


def are_many(count: int, dimensions: int) -> bool:
    """Returns whether a language with so many vectors has an outline."""
    return count >= max(MANY, MANY_A_DIMENSION * dimensions)


def size_of(count: int, dimensions: int) -> int:
    """Returns how many bytes of the file the outline of a language takes: none where all its vectors are compared."""
    if not are_many(count, dimensions):
        return 0
    words = -(-dimensions // _BITS)
    return padded(4 * dimensions) + padded(4 * dimensions**2) + padded(8 * words * count)


def outline_in(data: "npt.NDArray[np.uint8]", count: int, dimensions: int) -> Outline:
    """Returns the outline that begins with the first byte of a mapped file's part; nothing is copied."""
    import numpy as np  # noqa: PLC0415  # an extra

    covariance = padded(4 * dimensions)
    codes = covariance + padded(4 * dimensions**2)
    words = -(-dimensions // _BITS)
    return Outline(
        data[: 4 * dimensions].view(np.float32),
        data[covariance : covariance + 4 * dimensions**2].view(np.float32).reshape(dimensions, dimensions),
        data[codes : codes + 8 * words * count].view(np.uint64).reshape(words, count),
    )


def outline_of(vectors: "npt.NDArray[np.int8]", lengths: "Floats") -> Outline:
    """Returns the outline of vectors, a row each, of these lengths."""
    import numpy as np  # noqa: PLC0415  # an extra

    count, dimensions = vectors.shape
    places = range(0, count, _AT_A_TIME)

    def unit(start: int) -> "Floats":
        end = start + _AT_A_TIME
        rows: Floats = vectors[start:end].astype(np.float32) / lengths[start:end, np.newaxis]
        return rows

    total = np.zeros(dimensions)
    for start in places:
        total += unit(start).sum(axis=0, dtype=np.float64)
    mean = (total / count).astype(np.float32)
    products = np.zeros((dimensions, dimensions))
    codes = np.empty((-(-dimensions // _BITS), count), dtype=np.uint64)
    for start in places:
        rows = unit(start)
        codes[:, start : start + len(rows)] = _codes(rows, mean)
        rows -= mean
        products += rows.T @ rows
    return Outline(mean, (products / count).astype(np.float32), codes)


def _codes(rows: "Floats", mean: "Floats") -> "Codes":
    """Returns 64 dimensions a row and a column a vector."""
    import numpy as np  # noqa: PLC0415  # an extra

    bits = np.zeros((len(rows), -(-len(mean) // _BITS) * _BITS), dtype=bool)
    np.greater(rows, mean, out=bits[:, : len(mean)])
    packed: Codes = np.packbits(bits, axis=1).view(np.uint64).T
    return packed
