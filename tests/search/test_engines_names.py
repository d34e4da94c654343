"""Who types what a document is called finds it first, asked of each engine."""

import pytest

from search.engines import EntryDocument, SearchEngine, Sort
from search.engines.postgresql import page

from .test_engines_corpus import DAY, INDEX, NOW, found

pytestmark = pytest.mark.django_db

# Each has the words in more fields, more often, or is newer.
OTHERS = [
    EntryDocument(
        "more", "fr", "Contact, contacts, contact", "Contact", "Contact presse contact", ("contact",)
    ),
    EntryDocument("newer", "fr", "Un contact", "Contact", "contact " * 30, date=NOW + DAY),
    EntryDocument("words", "fr", "Nous contacter pour écrire", "Nous écrire", "Nous écrire " * 9, date=NOW),
]
PAGE = EntryDocument(
    "page", "fr", "Contact", keywords=("nous écrire", "porte-parole"), names=("nous écrire", "porte-parole")
)
ELSEWHERE = EntryDocument("elsewhere", "fr", "Contact", "Contact", date=NOW + DAY, title_is_name=False)


@pytest.mark.parametrize(
    "typed",
    ["contact", "CONTACT", "« Contact ! »", "Nous écrire", "nous ecrire", "Porte Parole", "porte-parole"],
)
def test_a_name_is_found_first_however_it_is_written(engine: SearchEngine, typed: str) -> None:
    engine.index(INDEX, [*OTHERS, PAGE, ELSEWHERE])
    assert found(engine, typed)[0] == "page"


def test_a_name_is_no_more_than_a_word_in_a_longer_search(engine: SearchEngine) -> None:
    engine.index(INDEX, [*OTHERS, PAGE])
    assert found(engine, "contact presse")[0] == "more"


def test_by_date_a_name_counts_for_nothing(engine: SearchEngine) -> None:
    engine.index(INDEX, [*OTHERS, PAGE])
    assert found(engine, "contact", sort=Sort.DATE)[-1] == "page"


def test_a_name_is_ranked_where_few_are(engine: SearchEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL ranks the best candidates alone: one of that very name is among them, however old."""
    monkeypatch.setattr(page, "FEW", 1)
    monkeypatch.setattr(page, "RANKED", 1)
    engine.index(INDEX, [*OTHERS, PAGE])
    assert found(engine, "contact")[0] == "page"


def test_a_name_that_is_taken_away_counts_no_more(engine: SearchEngine) -> None:
    engine.index(INDEX, [*OTHERS, PAGE])
    engine.index(INDEX, [EntryDocument("page", "fr", "Ailleurs", keywords=("nous écrire",))])
    assert found(engine, "nous écrire")[0] == "words"
