"""Nothing that a person types, and no text that a page holds, makes an engine fail."""

import pytest
from django.db import connection
from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engines import EntryDocument, SearchEngine, SearchRequest, get_engine
from search.engines.expansion import expand
from search.engines.highlighting import Highlighter
from search.engines.labels import Thesaurus
from search.engines.query import MAX_WORDS, parse
from search.language import compounds, fold, forms

LANGUAGES = ("fr", "en", "es", "ar", "de", "it", "pt", "nl", "sv", "pt-br", "", "x' OR 1")

# Text as people type it, with what search languages and databases stumble over.
_SPICE = st.sampled_from(
    [
        *(
            '"',
            "«",
            "»",
            "-",
            " -",
            "*",
            "(",
            ")",
            ":",
            "^",
            "AND",
            "OR",
            "NOT",
            "NEAR(",
            "&",
            "|",
            "!",
            "<->",
        ),
        *("\\", "'", "’", "\x00", "%", "%s", "{title}", "=", "_", ";", "--", "l'", " "),
        *("e-learning", "formation", "école", "مدرسة"),
    ]
)
TEXT = st.lists(_SPICE | st.text(max_size=12), max_size=20).map("".join)
QUIET = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def engine(bare_engine: SearchEngine) -> SearchEngine:
    engine = bare_engine
    engine.create("anything")
    engine.index("anything", [EntryDocument("1", "fr", "La formation à l’école", "مدرسة", "e-learning")])
    return engine


@QUIET
@given(query=TEXT, language=st.sampled_from(LANGUAGES), prefix=st.booleans(), value=TEXT)
def test_any_query_is_answered(
    engine: SearchEngine, query: str, language: str, prefix: bool, value: str
) -> None:
    request = SearchRequest(
        query,
        language,
        now(),
        facets=("cluster", "language"),
        prefix_last=prefix,
        filters={"cluster": (value,)},
    )
    engine.search("anything", request)
    engine.search("anything", SearchRequest(query, language, now(), prefix_last=prefix))
    engine.suggest("anything", query, language)


@pytest.mark.parametrize(
    "query",
    [
        "a" * 10_000,
        "mot " * 2_500,
        '"' * 10_000,
        "-" * 10_000,
        "a-" * 5_000,
        '-"x ' * 2_500,
        "؟!" * 5_000,
        "\x00" * 10_000,
        "l'" * 5_000,
        '"' + "mot " * 2_500 + '"',
        " ".join(f"mot{number}" for number in range(2_000)),
    ],
)
def test_ten_thousand_characters_are_answered(engine: SearchEngine, query: str) -> None:
    for prefix in (False, True):
        request = SearchRequest(query, "fr", now(), facets=("language",), prefix_last=prefix)
        assert engine.search("anything", request).hits == ()
    assert len(parse(query, "fr").words) <= MAX_WORDS


@QUIET
@given(title=TEXT, body=TEXT, cluster=TEXT, identifier=TEXT, language=st.sampled_from(LANGUAGES))
def test_any_document_is_indexed(
    engine: SearchEngine, title: str, body: str, cluster: str, identifier: str, language: str
) -> None:
    document = EntryDocument(
        identifier, language, title, "", body, (cluster,), cluster=cluster, topics=(title, body)
    )
    engine.index("anything", [document])
    engine.index("anything", [document])
    assert len(list(engine.ids("anything"))) in (1, 2)
    engine.remove("anything", [identifier])
    assert len(list(engine.ids("anything"))) in (0, 1)


def test_a_huge_document_is_indexed_by_its_beginning(engine: SearchEngine) -> None:
    body = "début " + " ".join(f"{number:x}\U00020000\u4e00é" for number in range(200_000)) + " fin"
    engine.index("anything", [EntryDocument("huge", "fr", "Grand", "", body)])
    engine.index("anything", [EntryDocument("long", "fr", "Long", "", "et " * 40_000 + "fin")])
    assert [hit.id for hit in engine.search("anything", SearchRequest("début", "fr", now())).hits] == ["huge"]


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert all(character.isalnum() for character in fold(text))


@given(text=TEXT, language=st.sampled_from(LANGUAGES))
def test_words_stand_where_they_are_said_to_stand(text: str, language: str) -> None:
    end = 0
    for compound in compounds(text, language):
        for part in compound.parts:
            assert part.start >= end
            assert fold(text[part.start : part.end]) == fold(part.text)
            end = part.end


@given(text=TEXT, query=TEXT, language=st.sampled_from(LANGUAGES))
def test_highlighting_only_adds_marks(text: str, query: str, language: str) -> None:
    highlighter = Highlighter(expand(parse(query, language), language, language, Thesaurus()))
    marked = highlighter.mark(text)
    plain = marked.replace("<mark>", "").replace("</mark>", "")
    assert plain == Highlighter(expand(parse("", language), language, language, Thesaurus())).mark(text)
    assert "<" not in plain
    assert marked.count("<mark>") == marked.count("</mark>")
    highlighter.passage(text, query)


@given(word=st.text(alphabet=st.characters(categories=["L"]), min_size=1, max_size=20))
def test_a_word_is_found_by_itself_and_without_its_accents(word: str) -> None:
    for language in ("fr", "es", "ar", "sv"):
        written, typed = forms(word, language), forms(fold(word), language)
        if written and typed:
            assert written.surface == typed.surface
            assert {written.stem, *written.others} & {typed.stem, *typed.others}


def test_the_suite_runs_on_a_database_with_an_engine() -> None:
    assert get_engine().name == connection.vendor
