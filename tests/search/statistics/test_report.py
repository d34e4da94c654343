"""What editors read of it, and what is deleted when."""

import csv
import io
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from clusters.models import Cluster, Federation
from fedcms.core.tasks.recurring import recurring_jobs
from search.models import ClickCount, SearchCount, SearchEntry
from search.statistics.pruning import prune_counts
from tests.factories import make_article, make_user
from tests.search.statistics.support import TODAY, add

pytestmark = pytest.mark.django_db


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
