"""Of many vectors few are compared: the nearest are found all the same, and what all are like is exact."""

import numpy as np
import numpy.typing as npt
import pytest
from django.utils import timezone

from search.meaning import binary_codes
from search.meaning.texts import as_bytes
from search.meaning.vector_file import Similarities, VectorFile, file_path, open_file, write_file
from search.models import EntryVector, SearchEntry

Numbers = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]

pytestmark = pytest.mark.django_db

MODEL = "made up"
MANY, FEW, TOPICS = 600, 40, 30
NEAREST = 10
CHANCE = 19


@pytest.fixture(autouse=True)
def many_is_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """The federation's own pages are entries, too; and a language has many vectors sooner."""
    SearchEntry.objects.all().delete()
    monkeypatch.setattr(binary_codes, "MANY", MANY)
    monkeypatch.setattr(binary_codes, "MANY_A_DIMENSION", 1)
    monkeypatch.setattr(binary_codes, "_AT_A_TIME", 250)


def topics(dimensions: int) -> "np.typing.NDArray[np.float64]":
    """What entries are about; all lie on one side, as a model's vectors do."""
    return np.random.default_rng(CHANCE).standard_normal((TOPICS, dimensions)) + 1.5


def fill(dimensions: int) -> None:
    """Writes entries around the topics in two languages, one of which has many, and their file."""
    chance = np.random.default_rng(CHANCE + 1)
    for language, number in (("fr", MANY), ("en", FEW)):
        entries = SearchEntry.objects.bulk_create(
            SearchEntry(
                key=f"{language}-{place}", language=language, kind="article", url=f"/{language}/{place}/"
            )
            for place in range(number)
        )
        about = topics(dimensions)[chance.integers(TOPICS, size=number)]
        rows = about + 0.4 * chance.standard_normal((number, dimensions))
        # As a worker that was killed leaves it: nothing is known of this one.
        rows[0] = 0
        EntryVector.objects.bulk_create(
            EntryVector(
                entry=entry,
                model=MODEL,
                vector=np.clip(row * 25, -127, 127).astype(np.int8).tobytes(),
                is_waiting=False,
                embedded_at=timezone.now(),
            )
            for entry, row in zip(entries, rows, strict=True)
        )
    assert write_file(MODEL, dimensions) == MANY + FEW


@pytest.mark.parametrize("dimensions", [384, 70])
def test_the_nearest_of_many_are_found_and_all_are_described(dimensions: int) -> None:
    fill(dimensions)
    file = open_file(MODEL, dimensions)
    assert file
    chance = np.random.default_rng(CHANCE + 2)
    wanted = found = 0
    for topic in topics(dimensions):
        asked = as_bytes((topic + 0.4 * chance.standard_normal(dimensions)).tolist())
        near = file.neighbourhoods(asked, NEAREST)
        assert near.keys() == {"fr", "en"}
        for language, count in (("fr", MANY), ("en", FEW)):
            exact = file.similarities(asked, language).neighbourhood(NEAREST)
            assert near[language].count == exact.count == count
            assert near[language].mean == pytest.approx(exact.mean, abs=1e-5)
            assert near[language].deviation == pytest.approx(exact.deviation, abs=1e-4)
            wanted += len(exact.nearest)
            found += len(dict(exact.nearest).keys() & dict(near[language].nearest).keys())
            assert near[language].nearest[0] == pytest.approx(exact.nearest[0], abs=1e-6)
    assert found >= wanted * 0.98


def test_an_eighth_of_many_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else nothing would be won."""
    fill(384)
    file = open_file(MODEL, 384)
    assert file
    asked = as_bytes(topics(384)[0].tolist())
    near = file.neighbourhoods(asked, MANY)["fr"]
    assert len(near.nearest) == MANY, "who wants more has more compared"
    outline = file._outlines["fr"]
    chosen = outline.chosen(np.frombuffer(asked, dtype=np.int8).astype(np.float32))
    assert len(chosen) == MANY // 8
    assert sorted(set(chosen.tolist())) == chosen.tolist()
    assert file._outlines.keys() == {"fr"}
    compared = []
    similarities = file._similarities

    def counted(asked: Numbers, places: "slice | Places") -> Similarities:
        found = similarities(asked, places)
        compared.append(len(found.values))
        return found

    monkeypatch.setattr(file, "_similarities", counted)
    file.neighbourhoods(asked, NEAREST)
    assert sorted(compared) == [FEW, MANY // 8]


def test_of_long_vectors_more_are_many() -> None:
    """The covariance has a number for each pair of dimensions."""
    assert binary_codes.are_many(MANY, 384)
    assert not binary_codes.are_many(MANY, MANY + 1)
    assert not binary_codes.are_many(MANY - 1, 16)


def test_a_file_without_its_last_byte_is_none() -> None:
    fill(70)
    whole = file_path().read_bytes()
    VectorFile(file_path())
    file_path().write_bytes(whole[:-1])
    with pytest.raises(ValueError, match="cut off"):
        VectorFile(file_path())
    assert open_file(MODEL, 70) is None
