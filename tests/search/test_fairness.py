"""No cluster takes more than half of the first page while others have something to show, whatever engine ranks."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pytest
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from search.engines import EntryDocument, Hit, SearchEngine, SearchRequest, SearchResult, Sort
from search.engines.fairness import PLACES, SHARE, fair_search

from .test_engines_corpus import DAY, INDEX, NOW, ask

pytestmark = pytest.mark.django_db

# One cluster holds 80 % of the entries, and the newest ones; every fifth is another's.
MANY = 60


def _entries(clusters: Sequence[str]) -> list[EntryDocument]:
    return [
        EntryDocument(f"robot-{place:03}", "fr", "Robotique", cluster=cluster, date=NOW - place * DAY)
        for place, cluster in enumerate(clusters)
    ]


def _crowded() -> list[EntryDocument]:
    large = MANY * 8 // 10
    return _entries(["vaste"] * large + ["petit", "menu", ""] * ((MANY - large) // 3))


def _fair(engine: SearchEngine, documents: Sequence[EntryDocument], request: SearchRequest) -> SearchResult:
    clusters = {document.id: document.cluster for document in documents}
    return fair_search(engine, INDEX, request, lambda ids: {key: clusters.get(key, "") for key in ids})


def _request(query: str = "robotique", **options: object) -> SearchRequest:
    return SearchRequest(query, "fr", NOW, **options)  # type: ignore[arg-type]


def test_others_get_half_of_the_first_page(engine: SearchEngine) -> None:
    documents = _crowded()
    engine.index(INDEX, documents)
    plain = engine.search(INDEX, _request(facets=("cluster",)))
    assert {hit.id for hit in plain.hits} == {f"robot-{place:03}" for place in range(PLACES)}
    fair = _fair(engine, documents, _request(facets=("cluster",)))
    # The best five of the large one, then the best five of all others, in the engine's order.
    assert [hit.id for hit in fair.hits] == [
        *(f"robot-{place:03}" for place in range(SHARE)),
        *(f"robot-{place:03}" for place in range(48, 48 + SHARE)),
    ]
    assert (fair.total, fair.facets) == (plain.total, plain.facets) == (MANY, plain.facets)


def test_pages_neither_repeat_nor_drop_anything(engine: SearchEngine) -> None:
    documents = _crowded()
    engine.index(INDEX, documents)
    pages = [_fair(engine, documents, _request(offset=offset)) for offset in range(0, MANY + PLACES, PLACES)]
    shown = [hit.id for page in pages for hit in page.hits]
    assert len(shown) == MANY
    assert set(shown) == {document.id for document in documents}
    # After the first page, all is in the engine's order.
    assert shown[PLACES:] == sorted(shown[PLACES:])
    assert {page.total for page in pages} == {MANY}


def test_places_that_nobody_else_fills_stay_with_the_large_one(engine: SearchEngine) -> None:
    documents = _entries(["vaste"] * 20 + ["petit"] * 2)
    engine.index(INDEX, documents)
    fair = _fair(engine, documents, _request())
    assert [hit.id for hit in fair.hits] == [
        *(f"robot-{place:03}" for place in range(8)),
        "robot-020",
        "robot-021",
    ]
    alone = _entries(["vaste"] * 20)
    engine.rebuild(INDEX, alone)
    assert [hit.id for hit in _fair(engine, alone, _request()).hits] == [doc.id for doc in alone[:PLACES]]


def test_who_chooses_a_cluster_or_the_newest_gets_what_was_chosen(engine: SearchEngine) -> None:
    documents = _crowded()
    engine.index(INDEX, documents)
    for request in (
        _request(filters={"cluster": ("vaste", "petit")}),
        _request(sort=Sort.DATE),
    ):
        assert _fair(engine, documents, request).hits == engine.search(INDEX, request).hits


def test_entries_without_all_the_words_take_no_place(engine: SearchEngine) -> None:
    documents = [
        *_entries(["vaste"] * 15),
        *(EntryDocument(f"autre-{n}", "fr", "Robotique sans prix", cluster="petit") for n in range(5)),
    ]
    large = [
        EntryDocument(doc.id, "fr", "Robotique marine", cluster=doc.cluster, date=doc.date)
        for doc in documents[:15]
    ]
    engine.index(INDEX, [*large, *documents[15:]])
    fair = _fair(engine, documents, _request("robotique marine"))
    assert not fair.relaxed
    assert {hit.id for hit in fair.hits} == {f"robot-{place:03}" for place in range(PLACES)}


@pytest.mark.parametrize("error", ["", " xylophone", " marinne"])
def test_what_lacks_a_word_gives_way_to_others_and_takes_no_place_of_what_has_all(
    engine: SearchEngine, error: str
) -> None:
    """Seven of the large one have both words, and more have one; of the others, one has both and nine have one.

    It is the same where a word more is unknown, or one is mistyped.
    """
    documents = [
        *(EntryDocument(f"both-{n}", "fr", "Robotique marine", cluster="vaste") for n in range(7)),
        *(EntryDocument(f"one-{n}", "fr", "Robotique", cluster="vaste", date=NOW) for n in range(9)),
        EntryDocument("other-both", "fr", "Un mot", "", "De robotique et de la vie marine", cluster="petit"),
        *(
            EntryDocument(f"other-{n}", "fr", "", "", "Une robotique sans prix", cluster="petit")
            for n in range(9)
        ),
    ]
    engine.index(INDEX, documents)
    query = "robotique" + error if error == " marinne" else "robotique marine" + error
    fair = _fair(engine, documents, _request(query))
    assert (fair.total, fair.complete) == (26, 0 if error else 8)
    shown = [hit.id for hit in fair.hits]
    assert {*shown[:8]} == {"other-both", *(f"both-{n}" for n in range(7))}
    assert shown[8:] == ["other-0", "other-1"]
    pages = [_fair(engine, documents, _request(query, offset=place)) for place in (0, 10, 20)]
    every = [hit.id for page in pages for hit in page.hits]
    assert sorted(every) == sorted(document.id for document in documents)
    assert {page.total for page in pages} == {26}


def test_entries_left_out_count_nowhere(engine: SearchEngine) -> None:
    engine.index(INDEX, _crowded())
    result = ask(engine, "robotique", facets=("cluster",), without_clusters=("vaste",))
    assert (result.total, {hit.id for hit in result.hits} & {"robot-000", "robot-047"}) == (12, set())
    assert {count.value for count in result.facets["cluster"]} == {"petit", "menu"}
    result = ask(engine, "robotique", without_ids=("robot-000", "robot-002", "unknown"))
    assert [hit.id for hit in result.hits[:3]] == ["robot-001", "robot-003", "robot-004"]
    assert result.total == MANY - 2
    assert ask(engine, "robotique", without_clusters=("vaste",), without_ids=("robot-048",)).total == 11


@dataclass(frozen=True)
class _Ranked:
    """An engine that has ranked already: the ids in order, each with its cluster."""

    clusters: Mapping[str, str]

    def search(self, index: str, request: SearchRequest) -> SearchResult:
        found = [
            Hit(key, "fr", 1.0, SafeString(key), SafeString(""))
            for key, cluster in self.clusters.items()
            if cluster not in request.without_clusters and key not in request.without_ids
        ]
        end = request.offset + request.page_size
        return SearchResult(tuple(found[request.offset : end]), len(found), {})


@given(
    clusters=st.lists(st.sampled_from(["a", "a", "a", "b", "c", ""]), max_size=40),
    size=st.integers(min_value=1, max_value=25),
)
def test_any_ranking_is_shared_out_and_paged(clusters: list[str], size: int) -> None:
    known = {f"{place:02}": cluster for place, cluster in enumerate(clusters)}
    engine = _Ranked(known)

    def page(offset: int) -> list[str]:
        request = _request("mot", offset=offset, page_size=size)
        result = fair_search(
            engine,  # type: ignore[arg-type]  # it can search, and nothing else is asked of it
            INDEX,
            request,
            lambda ids: {key: known[key] for key in ids},
        )
        assert result.total == len(known)
        return [hit.id for hit in result.hits]

    pages = [page(offset) for offset in range(0, len(known) + size, size)]
    shown = [key for part in pages for key in part]
    assert sorted(shown) == list(known)
    assert all(len(part) == size for part in pages if part is not pages[-1] and part is not pages[-2])
    first = Counter(cluster for key in shown[:PLACES] if (cluster := known[key]))
    for cluster, places in first.items():
        others = sum(1 for other in known.values() if other != cluster)
        assert places <= max(SHARE, PLACES - others)
    # Nobody who was on the first page by the engine's order falls behind one of the same cluster.
    for cluster in first:
        own = [key for key in shown[:PLACES] if known[key] == cluster]
        assert own == [key for key in known if known[key] == cluster][: len(own)]
