"""Hits, order, facets, corrections and suggestions, asked of each engine."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from search.engines import (
    Concept,
    EntryDocument,
    FacetCount,
    SearchEngine,
    Sort,
)

from .test_engines_corpus import DAY, INDEX, NOW, ask, found

pytestmark = pytest.mark.django_db


def test_nothing_typed_lists_everything_newest_first(engine: SearchEngine) -> None:
    assert found(engine, "") == ["fr-salon", "fr-formation", "fr-mission"]
    assert found(engine, "?!…") == []


def test_last_word_may_be_unfinished(engine: SearchEngine) -> None:
    assert found(engine, "intelligence artif", prefix_last=True) == ["fr-formation"]
    assert found(engine, "biblio", prefix_last=True) == ["fr-salon"]
    assert found(engine, "biblio") == []
    # A space ends the word, and an unfinished word is the last one only.
    assert found(engine, "biblio ", prefix_last=True) == []
    assert ask(engine, "biblio numérique", prefix_last=True).relaxed
    # What is a whole word already is still found by its stem.
    assert found(engine, "bibliothécaire", prefix_last=True) == ["fr-salon"]


def test_title_over_summary_over_body(engine: SearchEngine) -> None:
    other, word = "Une rencontre de rentrée à Nantes", "Robotique de rentrée à Nantes"
    engine.index(
        INDEX,
        [
            EntryDocument("3-title", "fr", word, other, other),
            EntryDocument("2-summary", "fr", other, word, other),
            EntryDocument("1-body", "fr", other, other, word),
        ],
    )
    assert found(engine, "robotique") == ["3-title", "2-summary", "1-body"]


def test_newer_wins_between_equals_and_ties_are_settled(engine: SearchEngine) -> None:
    title = "Robotique"
    engine.index(
        INDEX,
        [
            EntryDocument("d", "fr", title),
            EntryDocument("c", "fr", title, date=NOW - 900 * DAY),
            EntryDocument("b", "fr", title, date=NOW - 2 * DAY),
            EntryDocument("a2", "fr", title, date=NOW + DAY),
            EntryDocument("a1", "fr", title, date=NOW + DAY),
        ],
    )
    assert found(engine, "robotique") == ["a1", "a2", "b", "c", "d"]
    assert found(engine, "robotique", sort=Sort.DATE) == ["a1", "a2", "b", "c", "d"]
    assert found(engine, "robotique", page_size=2, offset=2) == ["b", "c"]
    past = ask(engine, "robotique", page_size=2, offset=50)
    assert (past.hits, past.total) == ((), 5)


def test_how_much_news_is_lifted_is_a_setting(engine: SearchEngine, settings: Settings) -> None:
    """The same words, yesterday and eight years ago."""
    ages = {"new": DAY, "old": 3000 * DAY}
    engine.index(INDEX, [EntryDocument(key, "fr", "Robotique", date=NOW - age) for key, age in ages.items()])

    def lift() -> float:
        scores = {hit.id: hit.score for hit in ask(engine, "robotique").hits}
        return scores["new"] / scores["old"] - 1

    settings.FEDCMS_SEARCH_RECENCY_LIFT = 0.0
    assert lift() == pytest.approx(0, abs=1e-6)
    settings.FEDCMS_SEARCH_RECENCY_LIFT = 0.4
    assert 0.3 < lift() < 0.4
    settings.FEDCMS_SEARCH_RECENCY_HALF_LIFE_DAYS = 1.0
    assert 0.18 < lift() < 0.21


def test_what_became_public_last_comes_first_whenever_it_takes_place(engine: SearchEngine) -> None:
    def robot(key: str, date: int, since: int | None) -> EntryDocument:
        visible_from = NOW - since * DAY if since is not None else None
        return EntryDocument(key, "fr", "Robotique", date=NOW + date * DAY, visible_from=visible_from)

    old_event, news, unknown = robot("event", 200, 90), robot("news", -1, 1), robot("unknown", 0, None)
    engine.index(INDEX, [old_event, unknown, news, robot("twin", -5, 1)])
    for query in ("robotique", ""):
        every = found(engine, query, sort=Sort.PUBLISHED)
        assert [key for key in every if not key.startswith("fr-")] == ["news", "twin", "event", "unknown"]
    assert found(engine, "robotique", sort=Sort.PUBLISHED, page_size=2, offset=1) == ["twin", "event"]
    relaxed = ask(engine, "robotique zorglub", sort=Sort.PUBLISHED)
    assert relaxed.relaxed
    assert [hit.id for hit in relaxed.hits] == ["news", "twin", "event", "unknown"]


def test_facets_count_without_their_own_filter(engine: SearchEngine) -> None:
    names = ("cluster", "kind", "topic", "audience", "language", "country", "source", "year", "when")
    result = ask(engine, "formation", facets=names, filters={"cluster": ("bretagne",)})
    assert [hit.id for hit in result.hits] == ["fr-formation"]
    assert result.facets["cluster"] == (FacetCount("auvergne-rhone-alpes", 1), FacetCount("bretagne", 1))
    assert result.facets["kind"] == (FacetCount("article", 1),)
    assert result.facets["topic"] == (FacetCount("formation", 1), FacetCount("ia", 1))
    assert result.facets["audience"] == (FacetCount("ecole", 1), FacetCount("professionnelle", 1))
    assert result.facets["year"] == (FacetCount("2026", 1),)
    assert result.facets["when"] == ()
    # Two filters: each facet without its own, with the other.
    result = ask(
        engine,
        "",
        facets=("cluster", "kind"),
        filters={"cluster": ("bretagne",), "kind": ("article", "event")},
    )
    assert result.total == 1
    assert result.facets["cluster"] == (FacetCount("auvergne-rhone-alpes", 1), FacetCount("bretagne", 1))
    assert result.facets["kind"] == (
        FacetCount("article", 1),
        FacetCount("mission", 1),
        FacetCount("event", 0),
    )


def test_other_languages_are_counted_and_not_mixed_in(engine: SearchEngine) -> None:
    result = ask(engine, "intelligence", facets=("language",))
    assert [hit.id for hit in result.hits] == ["fr-formation"]
    assert result.facets["language"] == (FacetCount("en", 1), FacetCount("fr", 1))
    both = ask(engine, "intelligence", filters={"language": ("fr", "en")})
    assert {hit.id for hit in both.hits} == {"fr-formation", "en-teachers"}


def test_filter_values_are_data(engine: SearchEngine) -> None:
    for value in (
        "'",
        '"',
        "bretagne' OR 1=1 --",
        "%",
        "\x00",
        "\ud800",
        "bretagne,tunis",
        '","kind=article',
    ):
        assert ask(engine, "", filters={"cluster": (value,)}).total == 0
    assert ask(engine, "", filters={"cluster": ()}).total == 3


def test_visibility_is_asked_of_the_clock(engine: SearchEngine) -> None:
    document = EntryDocument(
        "secret", "fr", "Zététique", visible_from=NOW, visible_until=NOW + DAY, kind="article", cluster="x"
    )
    engine.index(INDEX, [document])
    instant = timedelta(seconds=1)
    for moment, total in ((NOW - instant, 0), (NOW, 1), (NOW + DAY - instant, 1), (NOW + DAY, 0)):
        result = ask(engine, "zététique", now=moment, facets=("cluster",))
        assert (result.total, sum(count.count for count in result.facets["cluster"])) == (total, total)
        assert len(engine.suggest(INDEX, "zét", "fr", now=moment)) == total
        # Nor does a correction give away a word of what is not visible.
        assert ask(engine, "zetetikue", now=moment).did_you_mean == ("zététique" if total else None)


def test_did_you_mean(engine: SearchEngine) -> None:
    assert ask(engine, "bibliotécaires").did_you_mean == "bibliothécaires"
    assert ask(engine, "la fromation des bibliothécaires").did_you_mean == "la formation des bibliothécaires"
    assert ask(engine, "artifical inteligence", "en").did_you_mean == "artificial intelligence"
    assert ask(engine, "المعلمبن", "ar").did_you_mean == "المعلمين"
    assert ask(engine, "formation").did_you_mean is None
    assert ask(engine, "xylophone").did_you_mean is None


def test_relaxed_when_no_document_has_all_words(engine: SearchEngine) -> None:
    result = ask(engine, "formation bibliothécaires trottinette", facets=("cluster",))
    assert result.relaxed
    assert [hit.id for hit in result.hits] == ["fr-salon", "fr-formation"]
    assert result.total == 2
    assert result.facets["cluster"] == (FacetCount("auvergne-rhone-alpes", 1), FacetCount("bretagne", 1))
    # Any of them (ADR 0066); and a phrase stays a condition.
    assert set(found(engine, "formation trottinette parapluie")) == {"fr-formation", "fr-salon"}
    assert found(engine, 'formation trottinette "entrée est libre"') == ["fr-salon"]
    assert not ask(engine, "trottinette").relaxed


def test_suggestions(engine: SearchEngine) -> None:
    (suggestion,) = engine.suggest(INDEX, "l'intel", "fr", now=NOW)
    assert (suggestion.id, suggestion.kind, suggestion.url) == (
        "fr-formation",
        "article",
        "/fr/bretagne/former/",
    )
    assert suggestion.highlighted == "Former les enseignants à l’<mark>intelligence</mark> artificielle"
    assert [suggested.id for suggested in engine.suggest(INDEX, "numérique lyo", "fr", now=NOW)] == [
        "fr-salon"
    ]
    assert [suggested.id for suggested in engine.suggest(INDEX, "المعلم", "ar", now=NOW)] == ["ar-teachers"]
    # Titles only, of this language, and no more than asked for.
    assert engine.suggest(INDEX, "bibliothécaires", "fr", now=NOW) == ()
    assert engine.suggest(INDEX, "training", "fr", now=NOW) == ()
    assert [suggested.id for suggested in engine.suggest(INDEX, "l", "fr", 1, now=NOW)] == ["fr-salon"]
    assert engine.suggest(INDEX, " ", "fr", now=NOW) == ()


def test_a_title_of_any_length_is_found(engine: SearchEngine) -> None:
    """Elasticsearch keeps no column of so long a text, and suggests it to nobody; it takes it all the same."""
    engine.index(INDEX, [EntryDocument("long", "fr", "Trottinette " + "é" * 40_000)])
    assert found(engine, "trottinette") == ["long"]
    suggested = engine.suggest(INDEX, "trott", "fr", now=NOW)
    assert [each.id for each in suggested] == ([] if engine.name == "elasticsearch" else ["long"])


def test_no_kind_crowds_the_others_out_of_the_suggestions(engine: SearchEngine) -> None:
    kinds = ["article"] * 6 + ["event", "story"]
    engine.index(
        INDEX,
        [
            EntryDocument(f"robot-{place}", "fr", "Robotique", kind=kind, date=NOW - place * DAY)
            for place, kind in enumerate(kinds)
        ],
    )
    suggested = engine.suggest(INDEX, "robo", "fr", 5, now=NOW)
    assert [suggestion.id for suggestion in suggested] == [
        "robot-0",
        "robot-6",
        "robot-7",
        "robot-1",
        "robot-2",
    ]


def test_thesaurus_needs_no_rebuild(engine: SearchEngine) -> None:
    assert found(engine, "IA") == []
    labels = {
        "fr": ("IA", "intelligence artificielle"),
        "en": ("AI", "artificial intelligence"),
        "es": ("IA",),
    }
    engine.set_thesaurus([Concept("ai", labels), Concept("book", {"fr": ("livre numérique", "livrel")})])
    result = ask(engine, "l’IA", facets=("language",))
    assert [hit.id for hit in result.hits] == ["fr-formation"]
    assert "l’<mark>intelligence</mark> <mark>artificielle</mark>" in result.hits[0].title
    assert result.facets["language"] == (FacetCount("en", 1), FacetCount("fr", 1))
    for query in ("salon livrels", "livre numérique salon"):
        result = ask(engine, query)
        assert (result.hits[0].id, result.complete) == ("fr-salon", 1)


def test_an_acronym_in_capitals_is_no_small_word(engine: SearchEngine) -> None:
    """In French "ai" is of "avoir", and stands everywhere."""
    engine.index(
        INDEX, [EntryDocument("verb", "fr", "J’ai lu, tu as lu"), EntryDocument("as", "fr", "Ai-je lu")]
    )
    engine.set_thesaurus([Concept("ai", {"fr": ("intelligence artificielle",), "en": ("AI",)})])
    assert found(engine, "AI") == ["fr-formation"]
    assert found(engine, "AI enseignants") == ["fr-formation"]
    assert found(engine, "enseignants ai") == ["fr-formation"]
    # Who shouts abbreviates nothing.
    assert set(found(engine, "AI LU")) == {"as", "verb"}
    assert set(found(engine, "ai")) == {"as", "verb"}


def test_what_the_thesaurus_knows_is_no_mistake(engine: SearchEngine) -> None:
    engine.index(
        INDEX, [EntryDocument("prize", "fr", "Le prix des ficelles", "Les technologies de l’enseignement")]
    )
    assert ask(engine, "PIX").did_you_mean == "prix"
    engine.set_thesaurus([Concept("ict", {"fr": ("PIX", "technologies de l’enseignement")})])
    assert ask(engine, "PIX").did_you_mean is None
    assert ask(engine, "PIX ficelle").did_you_mean is None
    assert ask(engine, "PIX ficelel").did_you_mean == "PIX ficelles"


def test_an_unknown_language_is_found_as_written(engine: SearchEngine) -> None:
    engine.index(INDEX, [EntryDocument("sv", "sv", "Världens bästa skolor")])
    assert found(engine, "varldens", "sv") == ["sv"]
    assert found(engine, "skola", "sv") == []
