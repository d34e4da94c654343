"""A page of a question that few texts answer is filled with what has one of its words; asked of each engine."""

from datetime import timedelta

import pytest

from search.engines import EntryDocument, SearchEngine, SearchRequest, Sort, ranking
from search.engines.fairness import fair_search

from .test_engines_corpus import INDEX, NOW, ask, found

pytestmark = pytest.mark.django_db

QUESTION = "Où trouver une trottinette, un samovar ou un xylophone ?"


@pytest.mark.parametrize(("two", "filled"), [(1, True), (9, True), (10, False)])
def test_a_page_of_a_question_is_filled_with_what_has_one_word(
    engine: SearchEngine, two: int, filled: bool
) -> None:
    """Beside less than a page of what has two; whatever is filtered by, so that filters narrow the same set."""
    both = [EntryDocument(f"two-{n}", "fr", "Trottinette, samovar", kind="news") for n in range(two)]
    ones = [
        EntryDocument("one", "fr", "Trottinette", kind="news"),
        EntryDocument("other", "fr", "Samovar", kind="event"),
    ]
    engine.index(INDEX, [*both, *ones])
    more = 2 if filled else 0
    result = ask(engine, QUESTION, facets=("kind",), page_size=20)
    assert result.total == two + more
    assert {hit.id for hit in result.hits[:two]} == {document.id for document in both}
    assert {count.value: count.count for count in result.facets["kind"]} == (
        {"news": two + 1, "event": 1} if filled else {"news": two}
    )
    narrow = ask(engine, QUESTION, facets=("kind",), filters={"kind": ("news",)}, page_size=20)
    assert narrow.total == two + filled
    # Another part of it is of the same whole.
    rest = ask(engine, QUESTION, without_ids=("two-0",), page_size=20)
    assert rest.total == two + more - 1
    assert ask(engine, QUESTION, offset=1, page_size=20).total == two + more


def _links_agree(engine: SearchEngine, question: str, **filters: tuple[str, ...]) -> None:
    """Each value of the facet finds as many as it says."""
    for value in ask(engine, question, facets=("kind",), filters=filters).facets["kind"]:
        link = ask(engine, question, filters={**filters, "kind": (value.value,)})
        assert (value.value, link.total) == (value.value, value.count)


def test_a_filter_that_few_pass_fills_no_page_that_is_full_without_it(engine: SearchEngine) -> None:
    both = [EntryDocument(f"two-{n}", "fr", "Trottinette, samovar", kind="news") for n in range(10)]
    few = [
        EntryDocument("two", "fr", "Samovar, xylophone", kind="event"),
        EntryDocument("one", "fr", "Samovar", kind="event"),
        EntryDocument("alone", "fr", "Samovar", kind="mission"),
    ]
    engine.index(INDEX, [*both, *few])
    assert found(engine, QUESTION, filters={"kind": ("event",)}) == ["two"]
    # Nor where none passes.
    assert found(engine, QUESTION, filters={"kind": ("mission",)}) == []
    assert found(engine, QUESTION, filters={"kind": ("mission",)}, sort=Sort.DATE) == []
    for chosen in ({}, {"kind": ("event",)}, {"kind": ("mission",)}):
        _links_agree(engine, QUESTION, **chosen)


def test_facets_count_what_fills_a_page_where_nothing_passes(engine: SearchEngine) -> None:
    texts = {"two": "Trottinette, samovar", "one": "Trottinette", "other": "Samovar"}
    engine.index(
        INDEX,
        [
            EntryDocument(key, "fr", title, kind="event" if key == "other" else "news")
            for key, title in texts.items()
        ],
    )
    for chosen in ({}, {"kind": ("mission",)}):
        facets = ask(engine, QUESTION, facets=("kind",), filters=chosen).facets["kind"]
        assert {value.value: value.count for value in facets if value.count} == {"news": 2, "event": 1}
        _links_agree(engine, QUESTION, **chosen)


@pytest.mark.parametrize("filters", [{}, {"kind": ("news",)}])
def test_a_hidden_text_fills_no_place_of_the_page(
    engine: SearchEngine, filters: dict[str, tuple[str, ...]]
) -> None:
    """Ten texts have two words, but one of them is under embargo: nothing tells that it is there."""
    both = [EntryDocument(f"two-{n}", "fr", "Trottinette, samovar", kind="news") for n in range(9)]
    engine.index(INDEX, [*both, EntryDocument("one", "fr", "Samovar", kind="news")])
    before = ask(engine, QUESTION, filters=filters, page_size=20).total
    hidden = EntryDocument(
        "secret", "fr", "Trottinette, samovar", kind="news", visible_from=NOW + timedelta(days=1)
    )
    engine.index(INDEX, [hidden])
    assert (before, ask(engine, QUESTION, filters=filters, page_size=20).total) == (10, 10)


def test_a_page_that_is_filled_keeps_what_has_more_words(
    engine: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However few entries a database looks at: its second look found what has two of the frequent words."""
    monkeypatch.setattr(ranking, "LOOKED_AT", 2)
    ones = [EntryDocument(f"one-{n}", "fr", "Trottinette", date=NOW) for n in range(3)]
    frequent = [EntryDocument(f"often-{n}", "fr", "Samovar") for n in range(4)]
    others = [EntryDocument(f"other-{n}", "fr", "Xylophone") for n in range(4)]
    both = [
        EntryDocument(f"both-{n}", "fr", "Samovar, xylophone", date=NOW - timedelta(days=900))
        for n in range(2)
    ]
    engine.index(INDEX, [*ones, *frequent, *others, *both])
    assert {"both-0", "both-1"} <= set(found(engine, QUESTION, page_size=50))


def test_a_page_that_is_filled_is_not_shared_out(engine: SearchEngine) -> None:
    """What has two words gives way to nothing that has one."""
    both = [EntryDocument(f"a-{n}", "fr", "Trottinette, samovar", cluster="a") for n in range(9)]
    ones = [EntryDocument(f"b-{n}", "fr", "Trottinette", cluster="b") for n in range(5)]
    engine.index(INDEX, [*both, *ones])
    request = SearchRequest(QUESTION, "fr", NOW)
    result = fair_search(engine, INDEX, request, lambda ids: {key: key[0] for key in ids})
    assert [hit.id[0] for hit in result.hits[:9]] == ["a"] * 9
    assert result.filled
    assert not ask(engine, "trottinette samovar").filled


def test_no_page_is_filled_by_date_nor_where_something_is_excluded(engine: SearchEngine) -> None:
    texts = {"two": "Trottinette, samovar", "one": "Trottinette"}
    engine.index(INDEX, [EntryDocument(key, "fr", title) for key, title in texts.items()])
    assert found(engine, QUESTION) == ["two", "one"]
    assert found(engine, QUESTION, sort=Sort.DATE) == ["two"]
    assert found(engine, QUESTION + " -parapluie") == ["two"]
