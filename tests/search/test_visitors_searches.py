"""Sixty searches as visitors type them, over the demo (tests/search/judged/visitors.yaml): what answers is on top."""

from pathlib import Path

import pytest
import yaml

from search.engines import SearchEngine, SearchRequest, SearchResult
from search.engines.fairness import fair_search
from search.public.dates_in_words import read_dates

from .judged.demo import LANGUAGES, documents, thesaurus
from .test_engines_corpus import INDEX, NOW

pytestmark = pytest.mark.django_db

SEARCHES: dict[str, dict[str, list[str]]] = yaml.safe_load(
    (Path(__file__).parent / "judged" / "visitors.yaml").read_text("utf-8")
)
EACH, FIRST_PLACES, LOOKED_AT = 15, 3, 5
PRECISION, FOUND_EARLY = 0.8, 0.9


def answers(engine: SearchEngine, typed: str, language: str, clusters: dict[str, str]) -> list[str]:
    """The first page, with months as filters where all the other words are found so (as `find_with_dates` does)."""

    def ask(request: SearchRequest) -> SearchResult:
        return fair_search(engine, INDEX, request, lambda ids: {key: clusters[key] for key in ids})

    request = SearchRequest(typed, language, NOW)
    dates = read_dates(typed, language)
    dated = ask(dates.applied_to(request)) if dates else None
    result = dated if dated and dated.complete else ask(request)
    return [hit.id for hit in result.hits]


def test_what_answers_is_among_the_first(bare_engine: SearchEngine) -> None:
    """Precision of the first five, or of as many as there are answers; and a first answer within three."""
    bare_engine.create(INDEX)
    precise: list[float] = []
    late: dict[str, list[str]] = {}
    poor: dict[str, tuple[list[str], list[str]]] = {}
    for language in LANGUAGES:
        listed = list(documents(language))
        clusters = {document.id: document.cluster for document in listed}
        bare_engine.rebuild(INDEX, listed)
        bare_engine.set_thesaurus(thesaurus())
        for typed, right in SEARCHES[language].items():
            found = answers(bare_engine, typed, language, clusters)
            wanted = min(LOOKED_AT, len(right))
            precise.append(len(set(found[:wanted]) & set(right)) / wanted)
            if precise[-1] < 1:
                poor[typed] = (found[:LOOKED_AT], right)
            if not set(found[:FIRST_PLACES]) & set(right):
                late[typed] = found[:FIRST_PLACES]
    assert sum(precise) / len(precise) >= PRECISION, poor
    assert 1 - len(late) / len(precise) >= FOUND_EARLY, late


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_its_searches_and_what_answers_is_there(language: str) -> None:
    known = {document.id for document in documents(language)}
    assert len(SEARCHES[language]) >= EACH
    assert {key for right in SEARCHES[language].values() for key in right} <= known
