"""The file of all vectors, mapped into the memory of every web process: written by the worker, read by searches.

A header of JSON, then the entries' ids, the lengths of their vectors and the vectors, language by language. A new file
takes the old one's place at once; who has mapped the old one keeps it until the next search.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from search.engines.vector_space import Neighbourhood
from search.models import EntryVector

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

_HEADER = 4096
_ROWS = 5_000
"""How many vectors are read from the database at a time."""
_COMPARED = 256
"""How many are compared at a time: as few stay in a processor's cache, though each is four times as large with a point,
and numpy starts no threads for them, which wait for one another on a busy machine."""


def file_path() -> Path:
    """Returns where the file is."""
    return Path(settings.VAR_DIR) / "meaning" / "vectors.bin"


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
    for left in path.parent.glob("vectors.partial*"):
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
        os.fsync(file.fileno())
    partial.replace(path)
    return len(ids)


@dataclass(frozen=True)
class Similarities:
    """How near all entries of a language are: their ids and a similarity for each."""

    ids: "npt.NDArray[np.int64]"
    values: "Floats"

    def neighbourhood(self, number: int) -> Neighbourhood:
        """Returns the nearest of them, and what all are like."""
        import numpy as np  # noqa: PLC0415  # an extra

        count = len(self.values)
        if not count:
            return Neighbourhood((), 0, 0.0, 0.0)
        least = np.partition(self.values, -min(number, count))[-min(number, count)]
        best = np.flatnonzero(self.values >= least)
        # Of those that are as near, the smaller id first, as on a search server.
        best = best[np.lexsort((self.ids[best], -self.values[best]))][:number]
        nearest = tuple((int(self.ids[place]), float(self.values[place])) for place in best)
        return Neighbourhood(nearest, count, float(self.values.mean()), float(self.values.std()))


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
        if size != _HEADER + count * (12 + self.dimensions):
            raise ValueError(f"{path} is cut off.")
        ids, lengths = _HEADER + 8 * count, _HEADER + 12 * count
        self._ids = mapped[_HEADER:ids].view(np.int64)
        self._lengths = mapped[ids:lengths].view(np.float32)
        self._vectors = mapped[lengths:].view(np.int8).reshape(count, self.dimensions)

    @property
    def languages(self) -> list[str]:
        """The languages that have vectors."""
        return list(self._languages)

    def neighbourhoods(self, vector: bytes, number: int) -> dict[str, Neighbourhood]:
        """Returns what is near to a vector, by language. It has a signed byte a dimension, as on a search server."""
        return {
            language: self.similarities(vector, language).neighbourhood(number) for language in self.languages
        }

    def similarities(self, vector: bytes, language: str) -> Similarities:
        """Returns the cosine of each entry of a language with a vector."""
        import numpy as np  # noqa: PLC0415  # an extra

        start, count = self._languages.get(language, (0, 0))
        asked = np.frombuffer(vector, dtype=np.int8).astype(np.float32)
        asked /= float(np.linalg.norm(asked))
        values = np.empty(count, dtype=np.float32)
        some = np.empty((_COMPARED, self.dimensions), dtype=np.float32)
        for place in range(0, count, _COMPARED):
            end = min(place + _COMPARED, count)
            block = some[: end - place]
            np.copyto(block, self._vectors[start + place : start + end])
            np.dot(block, asked, out=values[place:end])
        values /= self._lengths[start : start + count]
        return Similarities(self._ids[start : start + count], values)


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
