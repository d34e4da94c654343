"""What is near in meaning is found, said to be so, and hidden as everything else."""

import json
import re
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from search.engines import get_database_engine
from search.entries.building import forget
from search.entries.indexing import index_entries
from search.meaning import nearest
from search.meaning.embedding import Embedding
from search.models import SearchEntry
from search.public import near
from tests.budget_site import count_queries

from ..conftest import feed
from .small_server import DIMENSIONS, SmallServer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, params=["file", pytest.param("server", marks=pytest.mark.elasticsearch)])
def entries(
    request: pytest.FixtureRequest, embedder_server: SmallServer, settings: Settings, db: None
) -> None:
    """Thirty entries about nothing, one about a piano, one in each of two languages about bicycles.

    Vectors are compared in the file beside the database, then on a search server, without the file.
    """
    SearchEntry.objects.all().delete()
    if request.param == "server":
        request.getfixturevalue("search_server")
        request.getfixturevalue("monkeypatch").setattr(nearest, "open_file", lambda *_space: None)
    get_database_engine().rebuild(settings.FEDCMS_SEARCH_INDEX, [])
    rows = [("fr", f"page-9{number:02}", f"Réunion numéro {number}", "Ordre du jour") for number in range(30)]
    rows += [
        ("fr", "page-1", "Le vélo", "Tous à vélo"),
        ("en", "page-2", "Cycling to school", "Take your bike or bicycle, bike bike"),
        ("fr", "page-3", "Le piano", "Au clavier"),
    ]
    for language, key, title, summary in rows:
        write(key, title, summary, language)
    embed()


def embed() -> None:
    """What the worker does: vectors, and what a search server is told."""
    Embedding().run()
    feed()


def write(key: str, title: str, summary: str, language: str = "fr", kind: str = "article") -> SearchEntry:
    """Writes an entry as the site does."""
    row = SearchEntry.objects.create(
        key=key, language=language, kind=kind, title=title, summary=summary, url=f"/{language}/{key}/"
    )
    index_entries([row])
    feed()
    return row


def answer(words: str, **more: str | list[str]) -> dict[str, object]:
    """What the API answers in French."""
    response = Client().get("/api/search/", {"locale": "fr", "q": words, **more})
    assert response.status_code == 200, response.content
    return dict(json.loads(response.content))


def titles(words: str, **more: str | list[str]) -> list[str]:
    """The titles found."""
    return [result["title"] for result in answer(words, **more)["results"]]  # type: ignore[union-attr]


def test_another_word_for_the_same_thing_finds_it(entries: None) -> None:
    """And the page says why it is there."""
    assert titles("bicyclette") == ["Le vélo"]
    found = answer("bicyclette")
    assert found["total"] == 1
    assert found["results"][0]["near"] is True  # type: ignore[index]
    page = Client().get("/fr/search/", {"q": "bicyclette"}).content.decode()
    assert "Aucune page ne contient ces mots" in page
    assert "Proche par le sens" in page
    assert '<h2 id="elsewhere">' in page


def test_other_languages_stand_apart_with_their_name(entries: None) -> None:
    """They are no part of the results, and their text is marked with its language."""
    found = answer("bicyclette")
    assert [result["title"] for result in found["elsewhere"]] == ["Cycling to school"]  # type: ignore[union-attr]
    page = Client().get("/fr/search/", {"q": "bicyclette"}).content.decode()
    assert '<h3 class="dispatch__title" lang="en" dir="ltr">' in page
    assert ">English</span>" in page


def test_what_has_the_words_comes_first(entries: None) -> None:
    """A full match is never below what is only near; it is not said to be near."""
    write("page-4", "Clavier", "Un clavier")
    embed()
    found = answer("clavier")["results"]
    assert (found[0]["title"], found[0]["near"]) == ("Clavier", False)  # type: ignore[index]
    assert {result["title"] for result in found} == {"Clavier", "Le piano"}  # type: ignore[union-attr]


def test_a_headline_finds_its_page_first(entries: None) -> None:
    """A sentence has no full matches; who pastes a headline wants that page, though it has no vector yet."""
    write("page-5", "Une bicyclette du collège", "Vélo, bicyclette")
    embed()
    headline = "Une nouvelle bicyclette pour tous les élèves du collège Jean Moulin"
    write("page-4", headline, "Communiqué")
    assert titles(headline)[:2] == [headline, "Une bicyclette du collège"]


def test_a_name_with_a_typing_error_comes_before_what_is_near(entries: None) -> None:
    """Both are the first of their list."""
    write("page-4", "La bicyclette", "Un café")
    assert titles("bicyclerte") == ["La bicyclette", "Le vélo"]


def test_nonsense_finds_nothing(entries: None) -> None:
    """Every text is near every other; none stands out."""
    assert answer("zzyzx")["total"] == 0
    assert answer("harcèlement")["total"] == 0
    assert "Rien ne répond" in Client().get("/fr/search/", {"q": "zzyzx"}).content.decode()


def test_who_excludes_wants_these_words(embedder_server: SmallServer) -> None:
    """Nothing is asked of the model."""
    before = len(embedder_server.asked)
    assert titles("bicyclette -vélo") == []
    assert len(embedder_server.asked) == before


def test_who_quotes_wants_these_words() -> None:
    """What is near is there without quotes alone."""
    assert titles("« bicyclette »") == []
    write("page-4", "Une bicyclette", "Une roue")
    embed()
    assert titles("« bicyclette »") == ["Une bicyclette"]
    assert titles("bicyclette") == ["Une bicyclette", "Le vélo"]


def test_an_entry_that_is_withdrawn_is_gone_at_once(entries: None) -> None:
    """Its vector is still in the file; so it is with one that is not visible yet, or no more."""
    assert titles("bicyclette") == ["Le vélo"]
    SearchEntry.objects.filter(key="page-1").update(visible_until=timezone.now())
    assert titles("bicyclette") == []
    SearchEntry.objects.filter(key="page-1").update(visible_until=None)
    assert titles("bicyclette") == ["Le vélo"]
    forget(["page-1"])
    found = answer("bicyclette")
    assert (found["total"], found["results"]) == (0, [])
    forget(["page-2"])
    assert answer("bicyclette")["elsewhere"] == []


def test_those_that_may_not_be_shown_hide_nothing_that_is_less_near(
    entries: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file of vectors has them still; as few are looked up as are wanted, and more where these are hidden."""
    monkeypatch.setattr(near, "NEAREST", 1)
    monkeypatch.setattr(near, "SPARE", 0)
    forget(["page-1"])
    write("page-4", "À vélo", "Bicyclette, vélo")
    write("page-5", "En vélo", "Bicyclette, vélo")
    write("page-6", "Le vélo", "Tous à vélo")
    embed()
    SearchEntry.objects.filter(key__in=("page-4", "page-5")).update(visible_until=timezone.now())
    assert titles("bicyclette") == ["Le vélo"]


def test_filters_and_facets_hold_for_what_is_near(entries: None) -> None:
    """A facet counts what its link finds."""
    write("page-5", "La bicyclette", "Une bicyclette", kind="event")
    embed()
    found = answer("vélo")
    kinds = {value["value"]: value["count"] for value in found["facets"]["kind"]}  # type: ignore[index, call-overload]
    assert kinds == {"article": 1, "event": 1}
    assert found["total"] == 2
    assert titles("vélo", kind="event") == ["La bicyclette"]
    found = answer("vélo", kind="article")
    assert [result["title"] for result in found["results"]] == ["Le vélo"]  # type: ignore[union-attr]
    kinds = {value["value"]: value["count"] for value in found["facets"]["kind"]}  # type: ignore[index, call-overload]
    assert kinds == {"article": 1, "event": 1}


def test_a_filter_never_widens_what_is_found(entries: None) -> None:
    """Twelve have the word, so meaning adds nothing; nor does it where a filter leaves one of them."""
    write("page-5", "La bicyclette", "Une bicyclette", kind="event")
    embed()
    for number in range(11):
        write(
            f"page-7{number:02}", f"Vélo numéro {number}", "Vélo", kind="event" if number == 0 else "article"
        )
    assert answer("vélo")["total"] == 12
    assert titles("vélo", kind="event") == ["Vélo numéro 0"]


def test_pages_hold_each_result_once(entries: None) -> None:
    """Twenty-five pages have the word, one is near: the second and third page go on where the first ended."""
    for number in range(25):
        write(f"page-8{number:02}", f"Teclado usado {number}", "usado")
    embed()
    seen: list[str] = []
    for page in ("1", "2", "3"):
        seen += titles("teclado", page=page)
    assert len(seen) == len(set(seen)) == answer("teclado")["total"]


def test_pages_go_on_after_what_meaning_brought(entries: None) -> None:
    """Nobody has all words, so one more stands among the first: the pages after it hold the others, each once."""
    for number in range(25):
        write(f"page-8{number:02}", f"Teclado usado {number}", "usado")
    answers = [answer("teclado rojo", page=str(page)) for page in (1, 2, 3)]
    seen = [result["title"] for found in answers for result in found["results"]]  # type: ignore[union-attr, attr-defined]
    assert {found["total"] for found in answers} == {26}
    assert len(seen) == len(set(seen)) == 26
    assert "Le piano" in seen


def test_pages_go_on_as_they_began(embedder_server: SmallServer, settings: Settings) -> None:
    """The model hung for the first page, and is well for the second: both are of one list."""
    for number in range(25):
        write(f"page-8{number:02}", f"Teclado usado {number}", "usado")
    settings.FEDCMS_EMBEDDER_TIMEOUT, embedder_server.mode = 0.05, "hang"
    page = Client().get("/fr/search/", {"q": "teclado rojo"})
    settings.FEDCMS_EMBEDDER_TIMEOUT, embedder_server.mode = 10.0, "well"
    assert titles("teclado rojo", page="2")[0] == "Le piano"
    seen = [item.entry.title for item in page.context["entries"]]
    for number in ("2", "3"):
        (link,) = set(re.findall(rf'href="(\?[^"]*page={number}[^"]*)"', page.content.decode()))
        page = Client().get(f"/fr/search/{unescape(link)}")
        seen += [item.entry.title for item in page.context["entries"]]
    assert len(seen) == len(set(seen)) == 25
    assert "words" not in Client().get("/fr/search/", {"q": "teclado rojo", "words": "1"}).context["paged"]


@pytest.mark.parametrize("mode", ["hang", "refuse", "nonsense"])
def test_a_model_that_fails_leaves_the_words(
    embedder_server: SmallServer, settings: Settings, mode: str
) -> None:
    """The page is there, with what the words find, and says nothing of it."""
    settings.FEDCMS_EMBEDDER_TIMEOUT = 0.05
    embedder_server.mode = mode
    assert titles("vélo") == ["Le vélo"]
    assert Client().get("/fr/search/", {"q": "piano"}).status_code == 200


def test_a_page_beyond_the_last_waits_for_the_model_once(
    embedder_server: SmallServer, settings: Settings
) -> None:
    """The last page is looked for instead, with what was asked already."""
    settings.FEDCMS_EMBEDDER_TIMEOUT = 0.05
    embedder_server.mode = "hang"
    assert Client().get("/fr/search/", {"q": "réunion", "page": "99"}).status_code == 200
    assert [texts for texts in embedder_server.asked if "query: réunion" in texts] == [["query: réunion"]]


def test_vectors_of_another_length_leave_the_words(
    embedder_server: SmallServer, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The model was changed, and the worker has written no file of its vectors yet; or the file is broken."""
    settings.FEDCMS_EMBEDDER_DIMENSIONS = embedder_server.dimensions = DIMENSIONS + 8
    assert titles("piano") == ["Le piano"]
    assert titles("bicyclette") == []
    monkeypatch.setattr("search.public.near.nearest", lambda: None)
    assert titles("vélo") == ["Le vélo"]
    assert Client().get("/fr/search/", {"q": "bicyclette"}).status_code == 200


def test_without_embedder_a_search_costs_what_it_did(settings: Settings) -> None:
    """Not a query more, though there are vectors."""
    with_model = count_queries("/fr/search/?q=bicyclette")
    settings.FEDCMS_EMBEDDER = ""
    assert titles("bicyclette") == []
    assert count_queries("/fr/search/?q=piano") <= 12
    assert with_model <= 20
