"""What is searched is counted without knowing who: what counts, what is stored, what editors are shown."""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core import signing
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from clusters.models import Cluster, Federation
from fedcms.core.schedule import recurring_jobs
from search.models import ClickCount, PromotedResult, SearchCount, SearchEntry
from search.statistics import counting
from search.statistics.buffer import Buffer, buffer
from search.statistics.pruning import prune_counts
from search.statistics.words import counted_words
from tests.factories import make_article, make_cluster, make_user

pytestmark = pytest.mark.django_db

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
TODAY = timezone.localdate


@pytest.fixture(autouse=True)
def _empty_buffer() -> Iterator[None]:
    """Counts of a process outlive a test."""
    buffer.after_fork()
    yield
    buffer.after_fork()


@pytest.fixture
def cluster(federation: Federation) -> Cluster:
    """Two articles about robots."""
    cluster = make_cluster("compte", "CPT")
    make_article(cluster, title="Un robot rouge", slug="rouge")
    make_article(cluster, title="Un robot bleu", slug="bleu")
    return cluster


def visit(
    query: str, language: str = "fr", *, headers: dict[str, str] | None = None, **parameters: object
) -> str:
    """A person searches; the page that they get."""
    response = Client().get(
        f"/{language}/search/", {"q": query, **parameters}, headers={"User-Agent": BROWSER} | (headers or {})
    )
    assert response.status_code == 200
    return response.content.decode()


def counts() -> dict[str, tuple[int, int, int]]:
    """What is in the database once the buffer is written: words -> searches, without result, relaxed."""
    buffer.flush()
    return {row.words: (row.searches, row.without_result, row.relaxed) for row in SearchCount.objects.all()}


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


class TestClicks:
    def token(self, page: str) -> str:
        return str(html.fromstring(page).xpath("string(//@data-click-token)"))

    def send(self, token: str, entry: str, **headers: str) -> None:
        response = Client(enforce_csrf_checks=True).post(
            "/api/search/clicks/",
            f"token={token}&entry={entry}",
            content_type="application/x-www-form-urlencoded;charset=UTF-8",
            headers={"Origin": "http://testserver"} | {k.replace("_", "-"): v for k, v in headers.items()},
        )
        assert (response.status_code, response.content) == (204, b"")
        assert not response.cookies

    def clicks(self) -> list[tuple[str, str, int]]:
        buffer.flush()
        return list(ClickCount.objects.values_list("words", "entry", "clicks"))

    def test_the_first_result_opened_counts_once_a_search(self, cluster: Cluster) -> None:
        key = SearchEntry.objects.get(title="Un robot bleu").key
        page = visit("Robot")
        assert key in html.fromstring(page).xpath("//@data-entry")
        self.send(self.token(page), key)
        self.send(self.token(page), key)
        self.send(self.token(visit("robot")), key)
        assert self.clicks() == [("robot", key, 2)]

    def test_only_for_what_is_visible_and_for_a_search_that_was_made(self, cluster: Cluster) -> None:
        entry = SearchEntry.objects.get(title="Un robot bleu")
        page = visit("robot")
        self.send(self.token(page), "page-999999")
        self.send("", entry.key)
        self.send(self.token(page) + "x", entry.key)
        self.send(signing.dumps(["faux", "fr", "x"], salt="another"), entry.key)
        SearchEntry.objects.filter(pk=entry.pk).update(visible_until=timezone.now())
        self.send(self.token(page), entry.key)
        assert self.clicks() == []

    def test_only_from_the_sites_own_pages(self, cluster: Cluster) -> None:
        key = SearchEntry.objects.get(title="Un robot bleu").key
        token = self.token(visit("robot"))
        self.send(token, key, Origin="https://elsewhere.example")
        self.send(token, key, Origin="")
        self.send(token, key, Sec_Fetch_Site="cross-site")
        self.send(token, "x" * 3000)
        assert self.clicks() == []
        assert Client().get("/api/search/clicks/").status_code == 405
        self.send(token, key, Sec_Fetch_Site="same-origin")
        assert self.clicks() == [("robot", key, 1)]

    def test_not_after_an_hour(self, cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
        token = self.token(visit("robot"))
        monkeypatch.setattr(counting, "CLICK_SECONDS", -1)
        self.send(token, SearchEntry.objects.get(title="Un robot bleu").key)
        assert self.clicks() == []

    def test_promoted_addresses_count_too(self, cluster: Cluster) -> None:
        row = PromotedResult(
            language="fr", searches="robot", link_url="https://x.example/", link_title="Ailleurs"
        )
        row.save()
        self.send(self.token(visit("robot")), f"link-{row.pk}")
        self.send(self.token(visit("robot")), "link-²")
        self.send(self.token(visit("robot")), f"link-{'9' * 40}")
        assert self.clicks() == [("robot", f"link-{row.pk}", 1)]


def add(words: str, searches: int, *, days: int = 0, language: str = "fr", **fields: int) -> None:
    """Counts of a day so many days ago."""
    day = TODAY() - timedelta(days=days)
    SearchCount.objects.create(day=day, language=language, words=words, searches=searches, **fields)


class TestPruning:
    def test_old_counts_and_rare_words_go(self) -> None:
        add("ancien", 50, days=400)
        add("rare", 2, days=40)
        add("revenu", 2, days=40)
        add("revenu", 1, days=1)
        add("nouveau", 1, days=10)
        ClickCount.objects.create(
            day=TODAY() - timedelta(days=40), language="fr", words="rare", entry="page-1", clicks=1
        )
        assert prune_counts() == 3
        assert sorted(SearchCount.objects.values_list("words", flat=True)) == ["nouveau", "revenu", "revenu"]
        assert not ClickCount.objects.exists()
        assert prune_counts() == 0

    def test_the_worker_does_it_every_day(self) -> None:
        assert prune_counts in [job.job for job in recurring_jobs()]


class TestReport:
    @pytest.fixture
    def editors(self, cluster: Cluster, federation: Federation) -> dict[str, Client]:
        """A browser of each kind of editor, and of somebody without a team."""
        found = {}
        for name, owner in (("nora", cluster), ("fred", federation), ("solo", None)):
            found[name] = Client()
            user = make_user(name, owner)
            user.user_permissions.add(Permission.objects.get(codename="access_admin"))
            found[name].force_login(user)
        return found

    def rows(self, client: Client, **parameters: str) -> list[list[str]]:
        page = html.fromstring(client.get(reverse("search_report"), parameters).content.decode())
        return [
            [" ".join(cell.text_content().split()) for cell in row.xpath("./td")]
            for row in page.xpath("//table[contains(@class, 'listing')]/tbody/tr")
        ]

    def test_every_team_reads_it_and_nobody_else(self, editors: dict[str, Client]) -> None:
        add("robot", 3)
        for name in ("nora", "fred"):
            assert [row[0] for row in self.rows(editors[name])] == ["robot"]
            assert (
                reverse("search_report") in editors[name].get(reverse("wagtailadmin_home")).content.decode()
            )
        assert editors["solo"].get(reverse("search_report")).status_code in (302, 403)

    def test_it_adds_up_days_and_hides_rare_words(self, editors: dict[str, Client]) -> None:
        add("robot", 2, days=1, without_result=1)
        add("robot", 4, days=3, relaxed=2)
        add("rare", 2)
        add("robot", 9, days=45)
        add("robot", 5, language="ar")
        assert self.rows(editors["nora"]) == [
            ["robot", "Français", "6", "1", "2", "0", ""],
            ["robot", "العربية", "5", "0", "0", "0", ""],
        ]

    def test_what_was_opened_first_is_named_while_it_is_online(
        self, cluster: Cluster, editors: dict[str, Client]
    ) -> None:
        add("robot", 6)
        entry = SearchEntry.objects.get(title="Un robot bleu")
        for key, clicks in ((entry.key, 2), ("page-999999", 1)):
            ClickCount.objects.create(day=TODAY(), language="fr", words="robot", entry=key, clicks=clicks)
        assert self.rows(editors["nora"])[0][5:] == ["3", "Un robot bleu (2 fois)"]
        SearchEntry.objects.filter(pk=entry.pk).update(visible_until=timezone.now())
        assert self.rows(editors["nora"])[0][5:] == ["3", "n’est plus en ligne (2 fois)"]

    def test_it_is_filtered_by_language_period_and_outcome(self, editors: dict[str, Client]) -> None:
        add("robot", 6)
        add("zorglub", 4, without_result=4)
        add("a moitie", 3, relaxed=3)
        add("robots", 7, language="en")
        add("autrefois", 8, days=45)
        ClickCount.objects.create(day=TODAY(), language="fr", words="robot", entry="page-1", clicks=1)
        client = editors["nora"]

        def words(**parameters: str) -> list[str]:
            return [row[0] for row in self.rows(client, **parameters)]

        assert words() == ["robots", "robot", "zorglub", "a moitie"]
        assert words(language="fr") == ["robot", "zorglub", "a moitie"]
        assert words(outcome="nothing") == ["zorglub"]
        assert words(outcome="partial") == ["a moitie"]
        assert words(outcome="unopened", language="fr") == ["zorglub", "a moitie"]
        first, last = TODAY() - timedelta(days=50), TODAY() - timedelta(days=40)
        assert words(day_from=first.isoformat(), day_to=last.isoformat()) == ["autrefois"]
        assert words(ordering="words") == ["a moitie", "robot", "robots", "zorglub"]
        assert words(day_from="hier") == words()

    def test_it_is_exported_without_formulas(self, cluster: Cluster, editors: dict[str, Client]) -> None:
        make_article(cluster, title="=1+1", slug="formule")
        entry = SearchEntry.objects.get(title="=1+1")
        add("robot", 6, without_result=2)
        ClickCount.objects.create(day=TODAY(), language="fr", words="robot", entry=entry.key, clicks=4)
        response = editors["nora"].get(reverse("search_report"), {"export": "csv"})
        text = b"".join(response).decode()  # type: ignore[arg-type]
        heading, row = list(csv.reader(io.StringIO(text)))
        assert heading[0] == "Mots cherchés"
        assert row == ["robot", "fr", "6", "2", "0", "4", "'=1+1 (4 fois)"]

    def test_it_costs_the_same_whatever_the_number_of_rows(self, editors: dict[str, Client]) -> None:
        def cost() -> int:
            with CaptureQueriesContext(connection) as captured:
                editors["nora"].get(reverse("search_report"))
            return len(captured)

        def fill(start: int, end: int) -> None:
            for number in range(start, end):
                add(f"mot {number}", 5)
                ClickCount.objects.create(
                    day=TODAY(), language="fr", words=f"mot {number}", entry="page-1", clicks=1
                )

        fill(0, 2)
        editors["nora"].get(reverse("search_report"))
        few = cost()
        fill(2, 40)
        assert cost() == few
