"""What a facet counts is what its link finds, also where some of the words are enough; of each engine."""

from collections.abc import Sequence

import pytest

from search.engines import EntryDocument, SearchEngine, Sort

from .test_engines_corpus import DAY, INDEX, NOW, ask

pytestmark = pytest.mark.django_db

FACETS = {"cluster": ("grand", "petit", "seul"), "kind": ("both", "one"), "year": ("2025", "2026")}


def _entries(title: str, clusters: Sequence[str], kind: str) -> list[EntryDocument]:
    return [
        EntryDocument(
            f"{kind}-{place:02}",
            "fr",
            title,
            cluster=cluster,
            kind=kind,
            date=NOW - (400 if place % 2 else 1) * DAY,
        )
        for place, cluster in enumerate(clusters)
    ]


def _agree(engine: SearchEngine, query: str, sort: Sort = Sort.RELEVANCE, **filters: tuple[str, ...]) -> None:
    result = ask(engine, query, facets=tuple(FACETS), filters=filters, sort=sort)
    for facet, values in FACETS.items():
        counted = {value.value: value.count for value in result.facets[facet]}
        for value in values:
            found = ask(engine, query, filters={**filters, facet: (value,)}, sort=sort)
            assert (facet, value, counted.get(value, 0)) == (facet, value, found.total)


@pytest.mark.parametrize(
    ("full", "total"),
    [
        # A page of full matches: the rest is looked for in no part of them, however few a part has.
        (["grand"] * 10 + ["petit"] * 2, 12),
        # Fewer: the rest is looked for in all parts.
        (["grand"] * 3 + ["petit"], 24),
        (["grand"] * 3, 23),
        ([], 20),
    ],
)
def test_each_value_leads_to_as_many_as_it_counts(engine: SearchEngine, full: list[str], total: int) -> None:
    some = ["petit"] * 12 + ["grand"] * 6 + ["seul"] * 2
    both, one = _entries("Robotique marine", full, "both"), _entries("Robotique", some, "one")
    engine.index(INDEX, [*both, *one])
    for query in ("robotique marine", "robotique marine xylophone"):
        if "xylophone" not in query:
            assert ask(engine, query).total == total
        _agree(engine, query)
        _agree(engine, query, cluster=("petit",))
        _agree(engine, query, cluster=("seul",), kind=("both",))
        _agree(engine, query, year=("2025",))
    _agree(engine, "robotique marine", Sort.DATE)
    _agree(engine, "robotique marine", Sort.DATE, cluster=("petit",))


def test_a_known_word_that_no_filter_lets_through_is_no_error(engine: SearchEngine) -> None:
    engine.index(INDEX, _entries("Robotique", ["grand"] * 3, "one"))
    result = ask(engine, "robotique", facets=("cluster",), filters={"cluster": ("autre",)})
    assert (result.total, result.relaxed, result.did_you_mean) == (0, False, None)
    assert {count.value: count.count for count in result.facets["cluster"]} == {"grand": 3, "autre": 0}
