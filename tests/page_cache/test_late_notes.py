"""Numbers of notes that are waited for are asked for by runs: however many they are, in whatever order they come."""

from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from fedcms.core.models import DroppedTags
from fedcms.core.page_cache import notes
from fedcms.core.page_cache.notes import NoteReader, runs_of

FIRST = 100_000
LONGEST = 1_000
"""Characters of a statement that names runs; a thousand numbers would have some 6,000."""


@given(st.sets(st.integers(0, 60)))
def test_runs_are_the_numbers_and_no_others(numbers: set[int]) -> None:
    runs = runs_of(numbers)
    assert {each for first, end in runs for each in range(first, end + 1)} == numbers
    assert all(before[1] + 1 < after[0] for before, after in pairwise(runs))


def _note(pk: int) -> int:
    return int(DroppedTags.objects.create(pk=pk, tags="menu").pk)


def _read(reader: NoteReader) -> list[int]:
    return [note.pk for note in reader.read(0.0)[0]]


@pytest.mark.django_db
@pytest.mark.parametrize("gaps", [1, 3, notes.MOST_RUNS - 1, notes.MOST_RUNS])
def test_each_of_many_late_notes_is_read_once(gaps: int) -> None:
    """Also those at the ends of a run, and beyond as many runs as one statement has: below the first is one more."""
    _note(FIRST)
    reader = NoteReader()
    reader.read(0.0)
    # A run of three is missing before each of these.
    there = [FIRST + 4 * number for number in range(1, gaps + 1)]
    assert [_note(pk) for pk in there] == there
    assert _read(reader) == there
    assert _read(reader) == []
    late = [pk for end in there for pk in (end - 3, end - 1)]
    for pk in late:
        _note(pk)
        assert _read(reader) == [pk]
    after = _note(there[-1] + 1)
    assert _read(reader) == [after]
    assert set(reader.missing) >= {end - 2 for end in there}


@pytest.mark.django_db
def test_a_process_that_begins_among_new_notes_asks_a_short_question() -> None:
    _note(FIRST)
    reader = NoteReader()
    reader.read(0.0)
    assert len(reader.missing) >= 900, "no note is old: any number below may come"
    with CaptureQueriesContext(connection) as captured:
        assert _read(reader) == []
    assert len(captured) == 1
    assert len(captured[0]["sql"]) < LONGEST
    late = _note(FIRST - 500)
    assert _read(reader) == [late]
