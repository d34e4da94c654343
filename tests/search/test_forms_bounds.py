"""What a search takes from an address has its limits, however kindly it is read."""

from itertools import count

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils.http import urlencode
from pytest_django import Settings

from search.engines.documents import MAX_OFFSET, Sort
from search.public.forms import (
    LAST_PAGE,
    MAX_KEY,
    MAX_QUERY,
    MAX_VALUES,
    PAGE_SIZE,
    SearchForm,
    StrictSearchForm,
)

pytestmark = pytest.mark.django_db

_clients = count(1)


def form(query: str, kind: type[SearchForm] = SearchForm) -> SearchForm:
    """Reads the part of an address behind the question mark, in French."""
    return kind(QueryDict(query), language="fr")


def many(number: int) -> str:
    """So many topics."""
    return urlencode([("topic", f"t{place}") for place in range(number)])


def test_a_person_s_search_takes_twenty_values_of_a_facet_and_leaves_the_rest() -> None:
    assert form(many(MAX_VALUES)).to_request().filters["topic"] == tuple(f"t{n}" for n in range(20))
    assert form(many(MAX_VALUES + 1)).to_request().filters["topic"] == tuple(f"t{n}" for n in range(20))
    assert form("topic=a&topic=a&topic=&topic=b").to_request().filters["topic"] == ("a", "b")


def test_a_program_that_names_too_many_values_is_told_the_limit() -> None:
    strict = form(urlencode([("year", str(year)) for year in range(2000, 2020)]), StrictSearchForm)
    assert strict.is_valid()
    strict = form(urlencode([("year", str(year)) for year in range(2000, 2021)]), StrictSearchForm)
    assert not strict.is_valid()
    assert "20" in str(strict.errors["year"])


def test_a_key_is_cut_where_no_key_is_so_long() -> None:
    assert form(f"topic={'x' * MAX_KEY}y").to_request().filters["topic"] == ("x" * MAX_KEY,)


def test_the_words_of_a_person_are_cut_and_those_of_a_program_refused() -> None:
    assert form(f"q={'a' * MAX_QUERY}").to_request().query == "a" * MAX_QUERY
    assert form(f"q={'a' * (MAX_QUERY + 1)}").to_request().query == "a" * MAX_QUERY
    assert form(f"q={'a' * MAX_QUERY}", StrictSearchForm).is_valid()
    assert not form(f"q={'a' * (MAX_QUERY + 1)}", StrictSearchForm).is_valid()


def test_no_page_lies_beyond_what_an_engine_counts() -> None:
    assert LAST_PAGE * PAGE_SIZE == MAX_OFFSET
    assert form(f"page={LAST_PAGE}").to_request().offset == (LAST_PAGE - 1) * PAGE_SIZE
    for beyond in (LAST_PAGE + 1, 0, -1, "x"):
        assert form(f"page={beyond}").to_request().offset == 0
        assert not form(f"page={beyond}", StrictSearchForm).is_valid()


def test_values_that_are_known_by_heart_are_kept_only_where_they_exist() -> None:
    request = form("kind=article&kind=nothing&when=coming&when=never&source=elsewhere&audience=").to_request()
    assert request.filters == {"kind": ("article",), "when": ("coming",)}


def test_the_language_that_is_searched_anyway_is_no_filter() -> None:
    assert "language" not in form("language=fr").to_request().filters
    assert form("language=en").to_request().filters["language"] == ("en",)
    assert form("language=fr&locale=en").to_request().filters["language"] == ("fr",)
    assert form("language=fr&language=en").to_request().filters["language"] == ("fr", "en")
    assert form("locale=en").to_request().language == "en"
    assert form("locale=xx").to_request().language == "fr"


def test_results_are_sorted_by_relevance_unless_another_order_that_exists_is_asked_for() -> None:
    assert form("").to_request().sort == form("sort=size").to_request().sort == Sort.RELEVANCE
    for sort in Sort:
        assert form(f"sort={sort.value}").to_request().sort == sort


def test_taking_a_filter_off_leads_to_the_first_page_and_keeps_the_others() -> None:
    asked = form("q=a&topic=x&topic=y&kind=article&page=3")
    assert asked.without(topic="x").urlencode() == "q=a&topic=y&kind=article"
    assert asked.without("topic").urlencode() == "q=a&kind=article"


@pytest.mark.parametrize(
    ("setting", "path", "kind_of"),
    [
        ("FEDCMS_API_RATE", "/api/search/?q=a", "plain"),
        ("FEDCMS_API_RATE", "/api/search/?q=a&page=", "read kindly"),
        ("FEDCMS_SUGGESTION_RATE", "/api/search/suggestions/?q=a", "plain"),
        ("FEDCMS_API_RATE", f"/api/search/suggestions/?q={'a' * 300}", "read kindly"),
    ],
)
def test_who_asks_too_often_is_told_so_however_the_question_is_read(
    settings: Settings, setting: str, path: str, kind_of: str
) -> None:
    """What the description refuses and the forms read all the same is counted as well."""
    setattr(settings, setting, "2/m")
    client = Client(REMOTE_ADDR=f"192.0.2.{next(_clients)}")
    answers = [client.get(path) for _time in range(3)]
    assert [answer.status_code == 429 for answer in answers] == [False, False, True], kind_of
    assert 1 <= int(answers[2]["Retry-After"]) <= 60
    assert Client(REMOTE_ADDR=f"192.0.2.{next(_clients)}").get(path).status_code != 429
