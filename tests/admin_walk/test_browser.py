"""The query that listens hears every way in which a view may read it, and takes no link for one."""

import copy

import pytest
from django import forms
from django.http import QueryDict

from tests.admin_walk.browser import EVERYTHING, Heard


class Search(forms.Form):
    """As a listing's."""

    q = forms.CharField()
    kinds = forms.MultipleChoiceField(choices=[("a", "A")])


@pytest.mark.parametrize(
    ("read", "keys"),
    [
        (lambda query: query.get("q"), {"q"}),
        (lambda query: query["q"], {"q"}),
        (lambda query: "q" in query, {"q"}),
        (lambda query: query.getlist("q"), {"q"}),
        (lambda query: query.copy().pop("q"), {"q"}),
        (lambda query: copy.copy(query).get("p"), {"p"}),
        (lambda query: Search(query).is_valid(), {"q", "kinds"}),
        (lambda query: query.urlencode(), set()),
        (lambda query: query.copy().urlencode(), set()),
        *(
            (read, {EVERYTHING})
            for read in (bool, len, set, lambda query: query.keys(), lambda query: list(query.lists()))
        ),
    ],
)  # fmt: skip
def test_what_is_read_of_a_query_is_heard(read: object, keys: set[str]) -> None:
    query = Heard("q=1&q=2")
    assert callable(read)
    read(query)
    assert query.asked == keys


@pytest.mark.parametrize(
    "read", [QueryDict.dict, lambda query: list(query.items()), lambda query: list(query.values())]
)
def test_who_goes_through_it_reads_all(read: object) -> None:
    query = Heard("q=1&q=2")
    assert callable(read)
    assert read(query)
    assert EVERYTHING in query.asked


def test_it_answers_as_django_s() -> None:
    plain, query = QueryDict("q=1&q=2&p=%C3%A9"), Heard("q=1&q=2&p=%C3%A9")
    assert query == plain
    assert query.urlencode() == plain.urlencode()
    assert query.copy().dict() == plain.dict()
