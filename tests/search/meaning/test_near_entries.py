"""How what is near is looked up: how many queries that costs, and what it says of hits."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from search.engines import SearchRequest
from search.meaning.asking import ask_for_vector
from search.models import SearchEntry
from search.public import near
from search.public.near import NearEntries

from .test_found_by_meaning import embed, entries, write

__all__ = ["entries"]

pytestmark = pytest.mark.django_db


def looked_up(hits: list[str] | None) -> tuple[NearEntries, int]:
    """What is near to a bicycle, and how many queries that took."""
    request = SearchRequest("bicyclette", "fr", timezone.now())
    question = ask_for_vector(request.query)
    vector = question.vector()
    assert vector is not None
    compared = question.near()
    with CaptureQueriesContext(connection) as asked:
        found = NearEntries(request, vector, compared, hits)
    return found, len(asked)


def test_one_query_where_hits_are_known(entries: None) -> None:
    """And as much is said of what was found, and of what the words found."""
    every, queries = looked_up(None)
    assert queries == 2
    known, queries = looked_up(["page-3", "page-905"])
    assert queries == 1
    assert [each.hit.id for each in known.searched] == [each.hit.id for each in every.searched]
    assert [hit.id for hit in known.elsewhere] == [hit.id for hit in every.elsewhere] == ["page-2"]
    for key in ("page-1", "page-3", "page-905"):
        assert known.ahead[key] == every.ahead[key]


@pytest.mark.parametrize(("hits", "most"), [(None, 2), ([], 3)])
def test_what_may_not_be_shown_hides_nothing(
    entries: None, monkeypatch: pytest.MonkeyPatch, hits: list[str] | None, most: int
) -> None:
    """The file of vectors has it still."""
    monkeypatch.setattr(near, "NEAREST", 1)
    monkeypatch.setattr(near, "SPARE", 0)
    write("page-4", "À vélo", "Tous à vélo")
    embed()
    SearchEntry.objects.filter(key="page-1").update(visible_until=timezone.now())
    found, queries = looked_up(hits)
    assert [each.hit.id for each in found.searched] == ["page-4"]
    assert "page-1" not in found.ahead
    assert queries <= most
