"""What every engine does with time and numbers: the order by date, months as a facet, thousands however written."""

import pytest

from search.engines import EntryDocument, SearchEngine, Sort

from .test_engines_corpus import DAY, INDEX, NOW, ask, found

pytestmark = pytest.mark.django_db


def robot(key: str, days: float | None) -> EntryDocument:
    """A document on robots, so many days from now."""
    return EntryDocument(key, "fr", "Robotique", date=None if days is None else NOW + days * DAY)


def test_by_date_what_comes_soonest_is_first_then_the_newest_past(engine: SearchEngine) -> None:
    days = {"spring": 130, "old": -800, "soon": 2, "never": None, "now": 0, "yesterday": -1, "next": 9}
    engine.index(INDEX, [robot(key, number) for key, number in days.items()])
    expected = ["now", "soon", "next", "spring", "yesterday", "old", "never"]
    assert found(engine, "robotique", sort=Sort.DATE) == expected
    assert found(engine, "robotique", sort=Sort.DATE, page_size=3, offset=2) == expected[2:5]
    everything = [key for key in found(engine, "", sort=Sort.DATE) if key in days]
    assert everything == expected


def test_a_month_is_one_of_any_year_and_with_a_year_of_that_year(engine: SearchEngine) -> None:
    # 25 November 2026 is now.
    engine.index(INDEX, [robot("december", 20), robot("last december", -350), robot("november", -3)])
    assert set(found(engine, "robotique", filters={"month": ("12",)})) == {"december", "last december"}
    assert found(engine, "robotique", filters={"month": ("12",), "year": ("2026",)}) == ["december"]
    facets = ask(engine, "robotique", facets=("month",)).facets
    assert {count.value: count.count for count in facets["month"]} == {"12": 2, "11": 1}


@pytest.mark.parametrize("language", ["fr", "en", "es", "ar"])
def test_thousands_meet_however_they_are_set_apart(engine: SearchEngine, language: str) -> None:
    spellings = ("1140", "1 140", "1\u202f140", "1\u00a0140", "1,140", "1.140", "1’140", "١٬١٤٠")
    engine.index(
        INDEX,
        [
            EntryDocument(f"n{place}", language, f"Tablettes {spelling}")
            for place, spelling in enumerate(spellings)
        ],
    )
    every = {f"n{place}" for place in range(len(spellings))}
    for spelling in spellings:
        assert set(found(engine, f"tablettes {spelling}", language=language)) == every, spelling


def test_numbers_that_only_stand_side_by_side_are_not_one(engine: SearchEngine) -> None:
    texts = {
        "year": "En 2025 140 classes",
        "phone": "Appelez le 02 99 14 07 25",
        "grade": "Au CM1 140 élèves",
    }
    engine.index(INDEX, [EntryDocument(key, "fr", text) for key, text in texts.items()])
    for typed in ("2025140", "29914", "1140", "0299140725"):
        assert found(engine, typed) == []
    assert found(engine, "140 2025")[0] == "year"


def test_a_number_is_marked_whole(engine: SearchEngine) -> None:
    engine.index(INDEX, [EntryDocument("n", "fr", "Les 1 140 tablettes")])
    assert [hit.title for hit in ask(engine, "1140").hits] == ["Les <mark>1 140</mark> tablettes"]
