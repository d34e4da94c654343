"""What is counted of a search, and what never is."""

from datetime import date

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clusters.models import Cluster
from search.models import ClickCount, SearchCount
from search.statistics.buffer import Buffer
from search.statistics.counted_words import counted_words
from tests.factories import make_article
from tests.search.statistics.support import BROWSER, TODAY, counts, visit

pytestmark = pytest.mark.django_db


class TestWhatCounts:
    def test_words_that_mean_the_same_are_one_and_add_up(self, cluster: Cluster) -> None:
        visit("Robot  ROUGE !")
        visit("robot rouge")
        assert counts() == {"robot rouge": (2, 0, 0)}
        visit("« Röbot rouge »")
        visit("robot zorglub")
        visit("zorglub")
        assert counts() == {"robot rouge": (3, 0, 0), "robot zorglub": (1, 0, 1), "zorglub": (1, 1, 0)}
        (row,) = SearchCount.objects.filter(words="zorglub")
        assert (row.day, row.language) == (TODAY(), "fr")

    @pytest.mark.parametrize(
        ("headers", "parameters"),
        [
            ({"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"}, {}),
            ({"User-Agent": "curl/8.5"}, {}),
            ({"User-Agent": ""}, {}),
            ({"Sec-Purpose": "prefetch;prerender"}, {}),
            ({"Purpose": "prefetch"}, {}),
            ({"Sec-Fetch-Dest": "empty"}, {}),
            ({}, {"page": 2}),
            ({}, {"kind": "article"}),
            ({}, {"sort": "date"}),
        ],
    )
    def test_programs_and_further_looks_at_the_same_search_do_not_count(
        self, cluster: Cluster, headers: dict[str, str], parameters: dict[str, object]
    ) -> None:
        for number in range(10):
            make_article(cluster, title=f"Un robot {number}")
        page = visit("robot", headers=headers, **parameters)
        assert "data-click-token" not in page
        assert counts() == {}

    def test_nor_do_head_nor_the_api_nor_suggestions(self, cluster: Cluster) -> None:
        headers = {"User-Agent": BROWSER}
        Client().head("/fr/search/", {"q": "robot"}, headers=headers)
        Client().get("/api/search/", {"q": "robot"}, headers=headers)
        Client().get("/api/search/suggestions/", {"q": "robot"}, headers=headers)
        visit("")
        assert counts() == {}

    def test_a_phone_named_like_a_robot_is_a_person(self, cluster: Cluster) -> None:
        visit(
            "robot", headers={"User-Agent": "Mozilla/5.0 (Linux; Android 13; CUBOT X70) Mobile Safari/537.36"}
        )
        assert counts() == {"robot": (1, 0, 0)}


@pytest.mark.parametrize(
    ("query", "stored"),
    [
        ("Jeanne.Martin@example.org", ""),
        ("écrire à jeanne ＠ example", ""),
        ("06 12 34 56 78", ""),
        ("appeler le +33 (0)6.12.34.56.78", ""),
        ("٠٦١٢٣٤٥٦٧٨", ""),
        ("INE 1234567890A", ""),
        ("https://example.org/moi", ""),
        ("???", ""),
        ("Rentrée 2025-2026", "rentree 2025 2026"),
        ("l'ÉCOLE inclusive", "ecole inclusive"),
        ("مَدْرَسَة رقمية", "مدرسه رقميه"),
        ("mot " * 40, " ".join(["mot"] * 12)),
        ("a" * 100, ""),
        (f"court {'b' * 100}", "court"),
    ],
)
def test_what_looks_like_a_person_is_not_counted_and_long_texts_are_cut(query: str, stored: str) -> None:
    assert counted_words(query, "ar" if "ر" in query else "fr") == stored


class TestStoring:
    def test_a_search_writes_nothing_itself(self, cluster: Cluster) -> None:
        visit("robot")
        with CaptureQueriesContext(connection) as captured:
            visit("robot")
        assert [q["sql"] for q in captured if "searchcount" in q["sql"].lower()] == []
        assert [q["sql"] for q in captured if q["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")] == []

    def test_rows_hold_words_and_numbers_and_nothing_else(self) -> None:
        for model, names in (
            (SearchCount, {"id", "day", "language", "words", "searches", "without_result", "relaxed"}),
            (ClickCount, {"id", "day", "language", "words", "entry", "clicks"}),
        ):
            assert {field.name for field in model._meta.get_fields()} == names

    def test_processes_add_up(self) -> None:
        key = (date(2026, 1, 2), "fr", "robot")
        for one in (Buffer(), Buffer()):
            one.add_search(key, without_result=False, relaxed=False)
            one.add_search(key, without_result=True, relaxed=False)
            one.add_click((*key, "page-1"))
            one.flush()
            one.flush()
        assert SearchCount.objects.values_list("searches", "without_result").get() == (4, 2)
        assert ClickCount.objects.get().clicks == 2

    def test_what_could_not_be_written_is_written_later(self, monkeypatch: pytest.MonkeyPatch) -> None:
        one = Buffer()
        one.add_search((date(2026, 1, 2), "fr", "robot"), without_result=False, relaxed=True)

        def busy(*args: object) -> None:
            raise DatabaseError("database is locked")

        with monkeypatch.context() as patch:
            patch.setattr("search.statistics.buffer.connection", type("Busy", (), {"cursor": busy})())
            with pytest.raises(DatabaseError):
                one.flush()
        one.add_search((date(2026, 1, 2), "fr", "robot"), without_result=False, relaxed=False)
        one.flush()
        assert SearchCount.objects.values_list("searches", "relaxed").get() == (2, 1)

    def test_invented_words_do_not_fill_the_memory(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("search.statistics.buffer.MAX_KEYS", 3)
        one = Buffer()
        for number in range(9):
            one.add_search((date(2026, 1, 2), "fr", f"mot{number}"), without_result=True, relaxed=False)
        one.add_search((date(2026, 1, 2), "fr", "mot0"), without_result=True, relaxed=False)
        one.flush()
        assert sorted(SearchCount.objects.values_list("words", "searches")) == [
            ("mot0", 2),
            ("mot1", 1),
            ("mot2", 1),
        ]
