"""Who asks in one language for texts in another finds what is near, as many as the link to that language said."""

import re
from datetime import UTC, datetime
from html import unescape

import numpy as np
import pytest
from django.test import Client

from search.engines.vector_space import Neighbourhood
from search.entries.building import forget
from search.entries.indexing import index_entries
from search.meaning.nearest import limits_of, nearest_of
from search.meaning.vector_file import Similarities
from search.models import SearchEntry

from ..conftest import feed
from .test_found_by_meaning import answer, embed, entries, titles, write

__all__ = ["entries"]

pytestmark = pytest.mark.django_db


def by_language(words: str, **more: str) -> dict[str, int]:
    """How many results each language is said to have."""
    values = answer(words, **more)["facets"]["language"]  # type: ignore[index, call-overload]  # the API's answer
    return {value["value"]: int(value["count"]) for value in values}


def announced(words: str, **more: str) -> int:
    """How many the link to English results says that there are."""
    return by_language(words, **more).get("en", 0)


def dated(key: str, language: str, title: str, year: int) -> None:
    """Writes an entry about bicycles, of March."""
    row = write(key, title, "bike bicycle bike", language)
    SearchEntry.objects.filter(pk=row.pk).update(date=datetime(year, 3, 10, 12, tzinfo=UTC))
    index_entries([SearchEntry.objects.get(pk=row.pk)])
    feed()


def test_another_language_has_as_many_as_were_announced(entries: None) -> None:
    """Meaning adds to what words find there by chance, and what both find counts once."""
    assert announced("vélo") == 1
    assert titles("vélo", locale="en", typed="fr") == ["Cycling to school"]
    write("page-6", "Vélo club", "A café", "en")
    assert announced("vélo") == 2
    assert titles("vélo", locale="en", typed="fr") == ["Vélo club", "Cycling to school"]
    assert answer("vélo", locale="en", typed="fr")["total"] == 2
    # Words and meaning find this one.
    write("page-8", "Vélo", "A bike, a bicycle", "en")
    for number in range(20):
        write(f"page-7{number:02}", f"Meeting number {number}", "Agenda", "en")
    embed()
    assert announced("vélo") == 3
    assert answer("vélo", locale="en", typed="fr")["total"] == 3
    assert len(titles("vélo", locale="en", typed="fr")) == 3


def test_another_language_has_as_many_as_were_announced_where_filters_are(entries: None) -> None:
    write("page-6", "Vélo club", "A café", "en", kind="event")
    assert announced("vélo", kind="event") == 1
    assert titles("vélo", locale="en", typed="fr", kind="event") == ["Vélo club"]
    assert announced("vélo", kind="article") == 1
    assert titles("vélo", locale="en", typed="fr", kind="article") == ["Cycling to school"]


def test_quotes_are_for_the_language_that_they_are_in() -> None:
    """Texts of another language seldom have these words."""
    assert announced("« bicyclette »") == 1
    assert titles("« bicyclette »", locale="en", typed="fr") == ["Cycling to school"]
    assert announced("« bicyclette » -roue") == 0


def test_what_may_not_be_shown_is_not_announced(entries: None) -> None:
    forget(["page-2"])
    assert announced("vélo") == 0
    assert titles("vélo", locale="en", typed="fr") == []


def test_ten_with_all_words_hide_nothing_that_is_near_in_another_language(entries: None) -> None:
    """They have the word by chance: it is another language's."""
    for number in range(11):
        write(f"page-7{number:02}", f"Vélo {number}", "A café", "en")
    assert announced("vélo") == 12
    assert answer("vélo", locale="en", typed="fr")["total"] == 12
    first = titles("vélo", locale="en", typed="fr")
    rest = titles("vélo", locale="en", typed="fr", page="2")
    assert (len(first), len(rest)) == (10, 2)
    assert rest[1] == "Cycling to school", "nothing that is only near stands above what has all words"


def test_what_words_find_after_the_tenth_is_shown_once(entries: None) -> None:
    """It is near, too, and has the word somewhere in a long text."""
    for number in range(12):
        # The plural: the small model does not know it.
        write(f"page-7{number:02}", f"Vélos {number}", "Vélos", "en")
    write("page-6", "Bike lanes", "Bike, bicycle. " * 30 + "Vélo", "en")
    embed()
    found = [*titles("vélo", locale="en", typed="fr"), *titles("vélo", locale="en", typed="fr", page="2")]
    assert found.index("Bike lanes") >= 10
    assert len(found) == len(set(found)) == announced("vélo") == 14


def test_each_language_that_is_searched_has_its_nearest(entries: None) -> None:
    """One that has ten nearer texts leaves the other one its own."""
    for number in range(45):
        write(f"page-8{number:02}", f"Meeting number {number}", "Agenda", "en")
    for number in range(12):
        write(f"page-7{number:02}", f"Cycling {number}", "bike bicycle bike", "en")
    embed()
    words = "bicyclette bicyclette bicyclette"
    both = answer(words, language=["en", "fr"])
    assert both["total"] == 11
    found = [
        *titles(words, language=["en", "fr"]),
        *titles(words, language=["en", "fr"], page="2"),
    ]
    assert "Le vélo" in found


def test_languages_that_the_site_does_not_have_lead_nowhere(entries: None) -> None:
    """A cluster's own site may be in German."""
    write("page-8", "Ein bike", "bike bicycle bike", "de")
    write("page-9", "Noch ein bike", "bike bicycle bike vélo", "de")
    embed()
    assert by_language("vélo").keys() == {"en", "fr"}
    assert 'hreflang="de"' not in Client().get("/fr/search/", {"q": "vélo"}).content.decode()


def test_links_to_other_languages_search_these_alone(entries: None) -> None:
    """Whatever languages were chosen here."""
    page = Client().get("/fr/search/", {"q": "vélo", "language": ["fr", "es"]}).content.decode()
    (link,) = re.findall(r'<a href="([^"]*)" hreflang="en"><span', page)
    assert "typed=fr" in link
    assert "language=" not in link


def test_a_date_among_the_words_is_one_in_another_language(entries: None) -> None:
    """No text there has all the words, and the count was of that time."""
    SearchEntry.objects.filter(key="page-2").delete()
    dated("page-60", "fr", "Vélo", 2025)
    dated("page-61", "en", "Cycling then", 2025)
    dated("page-62", "en", "Cycling later", 2026)
    embed()
    assert announced("vélo mars 2025") == 1
    assert titles("vélo mars 2025", locale="en", typed="fr") == ["Cycling then"]
    assert titles("vélo mars 2025", language="en") == ["Cycling then"]


def link_to_english(words: str, **more: str | list[str]) -> tuple[str, int]:
    """The address and the number of the link to English results on the page in French."""
    page = Client().get("/fr/search/", {"q": words, **more}).content.decode()
    (found,) = re.findall(r'<a href="([^"]*)" hreflang="en"><span.*?</a> <span>(\d+)', page)
    return unescape(found[0]), int(found[1])


def test_a_date_that_nothing_has_is_words_in_another_language_too(entries: None) -> None:
    """The link leads to as many as it says, whatever is of that month there."""
    SearchEntry.objects.filter(key="page-2").delete()
    dated("page-61", "en", "Cycling then", 2025)
    dated("page-62", "en", "Cycling later", 2026)
    embed()
    address, count = link_to_english("vélo mars 2025")
    assert "dates=words" in address
    page = Client().get(address).content.decode()
    assert ("Cycling then" in page, "Cycling later" in page, count) == (True, True, 2)


def test_a_date_among_the_words_hides_no_full_match_by_its_language(entries: None) -> None:
    """Who searches French and English has the language of the words among them."""
    SearchEntry.objects.filter(key="page-2").delete()
    dated("page-60", "fr", "Vélo", 2024)
    dated("page-61", "en", "Cycling then", 2025)
    embed()
    assert answer("vélo mars 2025", language=["fr", "en"])["dates"] is None
    assert answer("vélo mars 2025", language="en")["dates"] is not None


def test_what_words_find_stays_in_their_order_where_ten_have_them(entries: None) -> None:
    """It is near, too, but nothing else is: it neither moves up nor is said to be near."""
    forget(["page-2"])
    for number in range(12):
        write(f"page-7{number:02}", f"Vélos {number}", "Vélos", "en")
    write("page-6", "Bike lanes", "Bike, bicycle. " * 30 + "Vélo", "en")
    embed()
    rest = answer("vélo", locale="en", typed="fr", page="2")["results"]
    last = rest[-1]  # type: ignore[index]  # the API's answer
    assert (last["title"], last["near"]) == ("Bike lanes", False)


@pytest.mark.parametrize("words", [1, 5])
def test_nonsense_finds_nothing_in_another_language(words: int) -> None:
    """Every similarity of a real model is above the limit, so the others tell what stands out."""
    near = Similarities(np.arange(100), np.linspace(0.75, 0.85, 100, dtype=np.float32))
    limits = limits_of(words, "en", "fr", ("en",))
    assert not [one for one in nearest_of(near.neighbourhood(10), limits, "fr") if one.stands_out]
    near.values[7] = 0.97
    assert [one.entry_id for one in nearest_of(near.neighbourhood(10), limits, "fr") if one.stands_out] == [7]


@pytest.mark.parametrize(("words", "is_found"), [(2, False), (5, False), (6, True)])
def test_a_sentence_finds_what_stands_out_less_in_another_language(words: int, is_found: bool) -> None:
    """By 1.6 deviations; in its own language a sentence does not."""
    found = Neighbourhood(((7, 0.88),), 1000, 0.80, 0.05)
    (there,) = nearest_of(found, limits_of(words, "en", "fr", ("en",)), "en")
    assert there.stands_out is is_found
    (here,) = nearest_of(found, limits_of(words, "fr", "fr", ("fr",)), "fr")
    assert not here.stands_out
