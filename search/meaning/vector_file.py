"""The file of all vectors, mapped into the memory of every web process: written by the worker, read by searches.

A header of JSON, then the entries' ids, the lengths of their vectors and the vectors, language by language, then the
outlines (binary_codes) of languages with many. A new file takes the old one's place at once; who has mapped the old one
keeps it until the next search.
"""

import json
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings

from search.engines.vector_space import Neighbourhood
from search.meaning import binary_codes
from search.meaning.binary_codes import Outline
from search.models import EntryVector

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

NAME = "vectors-2.bin"
"""With the number of its layout: two releases that are served at once do not read each other's."""
_A_DAY = 24 * 60 * 60.0
_HEADER = 4096
_ROWS = 5_000
"""How many vectors are read from the database at a time."""
_COMPARED = 256
"""How many are compared at a time: as few stay in a processor's cache, though each is four times as large with a point,
and numpy starts no threads for them, which wait for one another on a busy machine."""


def file_path() -> Path:
    """Returns where the file is."""
    return Path(settings.VAR_DIR) / "meaning" / NAME


def write_file(model: str, dimensions: int) -> int:
    """Writes all vectors of a model into a new file, in place of the old one; returns how many. Needs numpy."""
    import numpy as np  # noqa: PLC0415  # an extra

    # Before the vectors are read: what comes meanwhile makes the next file.
    state = EntryVector.objects.comparable(model, dimensions).state()
    # Vectors of entries that are gone have no language, and are left out.
    rows = EntryVector.objects.comparable(model, dimensions).order_by("entry__language", "entry_id")
    chosen = list(rows.values_list("entry_id", "entry__language").iterator(_ROWS))
    ids = np.array([entry for entry, _language in chosen], dtype=np.int64)
    starts: dict[str, list[int]] = {}
    for place, (_entry, language) in enumerate(chosen):
        starts.setdefault(language, [place, 0])[1] += 1
    path = file_path()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # One worker of a machine writes (see `embedding`): what another one left unfinished, a full disk's too, goes.
    for left in path.parent.glob(f"{path.stem}.partial*"):
        left.unlink(missing_ok=True)
    partial = path.with_suffix(f".partial{os.getpid()}")
    header = {
        "model": model,
        "dimensions": dimensions,
        "count": len(ids),
        "languages": starts,
        "state": state,
    }
    with partial.open("wb") as file:
        file.write(json.dumps(header).encode().ljust(_HEADER))
        file.write(ids.tobytes())
        file.seek(_HEADER + 12 * len(ids))
        lengths = np.ones(len(ids), dtype=np.float32)
        for start in range(0, len(ids), _ROWS):
            some = ids[start : start + _ROWS].tolist()
            known = EntryVector.objects.comparable(model, dimensions).filter(pk__in=some)
            stored = {pk: bytes(vector or b"") for pk, vector in known.values_list("pk", "vector")}
            block = np.zeros((len(some), dimensions), dtype=np.int8)
            for place, entry in enumerate(some):
                if entry in stored:
                    block[place] = np.frombuffer(stored[entry], dtype=np.int8)
            found = np.linalg.norm(block.astype(np.float32), axis=1)
            lengths[start : start + len(some)] = np.where(found > 0, found, 1)
            file.write(block.tobytes())
        file.seek(_HEADER + 8 * len(ids))
        file.write(lengths.tobytes())
        file.flush()
        _write_outlines(file, starts, lengths, dimensions)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    _remove_other_layouts(path)
    return len(ids)


def _remove_other_layouts(path: Path) -> None:
    """Removes the file of another release, once that has written none for a day: both may be served at once."""
    for other in path.parent.glob("vectors*.bin"):
        if other != path and time.time() - other.stat().st_mtime > _A_DAY:
            other.unlink(missing_ok=True)


def _write_outlines(
    file: BinaryIO, languages: Mapping[str, Sequence[int]], lengths: "Floats", dimensions: int
) -> None:
    """Adds what describes languages with many vectors, which the file has already."""
    import numpy as np  # noqa: PLC0415  # an extra

    count = len(lengths)
    file.seek(_outlines_begin(count, dimensions))
    file.truncate()
    if not count:
        return
    mapped = np.memmap(file.name, mode="r", dtype=np.int8, offset=0)
    vectors = mapped[_HEADER + 12 * count :][: count * dimensions].reshape(count, dimensions)
    for start, number in languages.values():
        if binary_codes.are_many(number, dimensions):
            some = slice(start, start + number)
            file.writelines(binary_codes.outline_of(vectors[some], lengths[some]).parts())


def _outlines_begin(count: int, dimensions: int) -> int:
    """Returns the place (bytes) of the first outline in a file with so many vectors."""
    return binary_codes.padded(_HEADER + count * (12 + dimensions))


@dataclass(frozen=True)
class Similarities:
    """How near all entries of a language are: their ids and a similarity for each."""

    ids: "npt.NDArray[np.int64]"
    values: "Floats"

    def nearest(self, number: int) -> tuple[tuple[int, float], ...]:
        """Returns ids and similarities of the nearest; of those that are as near, the smaller id first."""
        import numpy as np  # noqa: PLC0415  # an extra

        count = len(self.values)
        if not count:
            return ()
        least = np.partition(self.values, -min(number, count))[-min(number, count)]
        best = np.flatnonzero(self.values >= least)
        # As on a search server.
        best = best[np.lexsort((self.ids[best], -self.values[best]))][:number]
        return tuple((int(self.ids[place]), float(self.values[place])) for place in best)

    def neighbourhood(self, number: int) -> Neighbourhood:
        """Returns the nearest of them, and what all are like."""
        if not len(self.values):
            return Neighbourhood((), 0, 0.0, 0.0)
        mean, deviation = float(self.values.mean()), float(self.values.std())
        return Neighbourhood(self.nearest(number), len(self.values), mean, deviation)


class VectorFile:
    """A file that is mapped."""

    def __init__(self, path: Path) -> None:
        """Raises `OSError` or `ValueError` when there is none, or it is none."""
        import numpy as np  # noqa: PLC0415  # an extra

        with path.open("rb") as file:
            header = json.loads(file.read(_HEADER))
            # Of what is open: meanwhile, the path may be that of a newer file.
            size = os.fstat(file.fileno()).st_size
            mapped = np.memmap(file, mode="r", dtype=np.uint8)
        self.model, self.dimensions = str(header["model"]), int(header["dimensions"])
        self.state = str(header["state"])
        self._languages = {str(code): (start, count) for code, (start, count) in header["languages"].items()}
        count = int(header["count"])
        outlines = _outlines_begin(count, self.dimensions)
        sizes = {
            code: binary_codes.size_of(number, self.dimensions)
            for code, (_start, number) in self._languages.items()
        }
        if size != outlines + sum(sizes.values()):
            raise ValueError(f"{path} is cut off.")
        ids, lengths = _HEADER + 8 * count, _HEADER + 12 * count
        self._ids = mapped[_HEADER:ids].view(np.int64)
        self._lengths = mapped[ids:lengths].view(np.float32)
        vectors = mapped[lengths : lengths + count * self.dimensions]
        self._vectors = vectors.view(np.int8).reshape(count, self.dimensions)
        self._outlines: dict[str, Outline] = {}
        for code, each in sizes.items():
            if each:
                part = mapped[outlines : outlines + each]
                number = self._languages[code][1]
                self._outlines[code] = binary_codes.outline_in(part, number, self.dimensions)
            outlines += each

    @property
    def languages(self) -> list[str]:
        """The languages that have vectors."""
        return list(self._languages)

    def neighbourhoods(self, vector: bytes, number: int) -> dict[str, Neighbourhood]:
        """Returns what is near to a vector, by language. It has a signed byte a dimension, as on a search server.

        Of a language with many vectors, `number` of those are returned whose signs are like its own
        (`binary_codes.SHARE`); mean and deviation are those of all.
        """
        return {language: self._neighbourhood(vector, language, number) for language in self.languages}

    def _neighbourhood(self, vector: bytes, language: str, number: int) -> Neighbourhood:
        outline = self._outlines.get(language)
        if outline is None:
            return self.similarities(vector, language).neighbourhood(number)
        asked = _unit(vector)
        chosen = outline.chosen(asked, number)
        nearest = self._similarities(asked, chosen + self._languages[language][0]).nearest(number)
        return Neighbourhood(nearest, self._languages[language][1], *outline.cosines(asked))

    def similarities(self, vector: bytes, language: str) -> Similarities:
        """Returns the cosine of each entry of a language with a vector."""
        start, count = self._languages.get(language, (0, 0))
        return self._similarities(_unit(vector), slice(start, start + count))

    def _similarities(self, asked: "Floats", places: "slice | npt.NDArray[np.int64]") -> Similarities:
        import numpy as np  # noqa: PLC0415  # an extra

        ids, vectors = self._ids[places], self._vectors[places]
        values = np.empty(len(ids), dtype=np.float32)
        some = np.empty((_COMPARED, self.dimensions), dtype=np.float32)
        for start in range(0, len(ids), _COMPARED):
            end = min(start + _COMPARED, len(ids))
            block = some[: end - start]
            np.copyto(block, vectors[start:end])
            np.dot(block, asked, out=values[start:end])
        values /= self._lengths[places]
        return Similarities(ids, values)


def _unit(vector: bytes) -> "Floats":
    """Returns a vector with a signed byte a dimension as numbers, of length 1."""
    import numpy as np  # noqa: PLC0415  # an extra

    asked = np.frombuffer(vector, dtype=np.int8).astype(np.float32)
    asked /= float(np.linalg.norm(asked))
    return asked


_opened: dict[Path, tuple[tuple[int, int], VectorFile]] = {}


def open_file(model: str, dimensions: int) -> VectorFile | None:
    """Returns the file as it is now; None when there is none of this model and length, or numpy is not installed."""
    path = file_path()
    try:
        state = path.stat()
        version = (state.st_ino, state.st_mtime_ns)
        known = _opened.get(path)
        if known is None or known[0] != version:
            known = _opened[path] = (version, VectorFile(path))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ImportError):
        return None
    return known[1] if (known[1].model, known[1].dimensions) == (model, dimensions) else None
