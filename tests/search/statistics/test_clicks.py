"""Which result is opened first: a token from the page, once, for something visible."""

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone
from lxml import html

from clusters.models import Cluster
from search.models import ClickCount, PromotedResult, SearchEntry
from search.statistics import counting
from search.statistics.buffer import buffer
from tests.search.statistics.support import visit

pytestmark = pytest.mark.django_db


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
