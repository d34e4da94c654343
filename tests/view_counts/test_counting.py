"""What is a view of a page, and what is none; on which day, in which language, from where."""

import threading
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings
from wagtail.models import PageViewRestriction

from clusters.models import Cluster
from fedcms.core.pages.addresses import page_address
from home.view_counts.buffer import ViewBuffer
from home.view_counts.counts import Counts
from home.view_counts.models import PageViewCount, ReferrerCount
from home.view_counts.referrers import OTHER, referrer_host
from news.models import ArticlePage
from tests.factories import make_article, make_user
from tests.view_counts.support import BROWSER, hosts, views, views_by_page, visit

pytestmark = pytest.mark.django_db


class TestWhatIsAView:
    def test_a_page_that_a_person_opens_is_one_view_in_its_language(
        self, article: ArticlePage, cluster: Cluster
    ) -> None:
        arabic = make_article(cluster, "ar", slug="manara")
        for page in (article, article, arabic):
            assert visit(page).status_code == 200
        found = {(page, language): times for (_day, page, language), times in views_by_page().items()}
        assert found == {(article.pk, "fr"): 2, (arabic.pk, "ar"): 1}

    def test_the_home_page_and_listings_are_pages_too(self, article: ArticlePage) -> None:
        visit("/fr/")
        visit("/fr/actualites/")
        visit("/fr/clusters/vues/")
        assert views() == 3

    @pytest.mark.parametrize(
        "headers",
        [
            {"User_Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
            {"User_Agent": "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2)"},
            {"User_Agent": "facebookexternalhit/1.1"},
            {"User_Agent": "curl/8.5"},
            {"User_Agent": ""},
            {"User_Agent": "   "},
            {"Sec_Purpose": "prefetch;prerender"},
            {"Purpose": "prefetch"},
            {"X_Moz": "prefetch"},
            {"Sec_Fetch_Dest": "empty"},
            {"Sec_Fetch_Dest": "empty", "Sec_Fetch_Mode": "cors"},
            {"Sec_Fetch_Dest": "iframe", "Sec_Fetch_Mode": "navigate"},
        ],
    )
    def test_robots_prefetches_and_parts_of_a_visit_are_none(
        self, article: ArticlePage, headers: dict[str, str]
    ) -> None:
        assert visit(article, **headers).status_code == 200
        assert views() == 0

    def test_a_visit_that_the_service_worker_passes_on_is_one(self, article: ArticlePage) -> None:
        visit(article, Sec_Fetch_Dest="empty", Sec_Fetch_Mode="navigate")
        assert views() == 1

    def test_nor_are_head_post_what_is_missing_and_what_moved(self, article: ArticlePage) -> None:
        Client().head(page_address(article), headers={"User-Agent": BROWSER})
        Client().post(page_address(article), headers={"User-Agent": BROWSER})
        assert visit("/fr/rien/").status_code == 404
        assert visit("/").status_code == 302
        assert visit("/fr/search/?q=phare").status_code == 200, "no page"
        assert visit("/robots.txt").status_code == 200
        assert views() == 0

    def test_nor_is_what_people_of_the_admin_look_at(self, article: ArticlePage, cluster: Cluster) -> None:
        editor = Client()
        editor.force_login(make_user("vera", cluster))
        assert visit(article, editor).status_code == 200
        preview = reverse("wagtailadmin_pages:view_draft", args=[article.pk])
        assert visit(preview, editor).status_code == 200
        assert views() == 0

    def test_nor_is_a_page_behind_a_password(self, article: ArticlePage) -> None:
        PageViewRestriction.objects.create(page=article, restriction_type="password", password="sesame")
        assert "X-Page-Key" not in visit(article)
        reader = Client()
        form = reverse(
            "wagtailcore_authenticate_with_password",
            args=[article.view_restrictions.get().pk, article.pk],
        )
        reader.post(form, {"password": "sesame", "return_url": page_address(article)})
        shown = visit(article, reader)
        assert "Un phare" in shown.content.decode()
        assert "X-Page-Key" not in shown, "no cache may take it for a view"
        assert views() == 0

    def test_nor_is_a_draft_or_an_untranslated_page(self, article: ArticlePage, cluster: Cluster) -> None:
        draft = make_article(cluster, live=False, slug="brouillon")
        assert visit(draft).status_code == 404
        assert visit(page_address(article).replace("/fr/", "/en/")).status_code == 404
        assert views() == 0

    def test_a_telephone_named_like_a_robot_is_a_persons(self, article: ArticlePage) -> None:
        visit(article, User_Agent="Mozilla/5.0 (Linux; Android 13; CUBOT X70) Mobile Safari/537.36")
        assert views() == 1


class TestDays:
    @pytest.mark.parametrize(
        ("moment", "day"),
        [
            (datetime(2026, 6, 30, 21, 59, 59, tzinfo=UTC), date(2026, 6, 30)),
            (datetime(2026, 6, 30, 22, 0, 0, tzinfo=UTC), date(2026, 7, 1)),
            (datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC), date(2026, 12, 31)),
            (datetime(2026, 12, 31, 23, 0, 0, tzinfo=UTC), date(2027, 1, 1)),
            # The hour that does not exist in spring, and the one that exists twice in autumn.
            (datetime(2026, 3, 28, 22, 59, 59, tzinfo=UTC), date(2026, 3, 28)),
            (datetime(2026, 3, 29, 1, 0, 0, tzinfo=UTC), date(2026, 3, 29)),
            (datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC), date(2026, 3, 29)),
            (datetime(2026, 3, 29, 22, 0, 0, tzinfo=UTC), date(2026, 3, 30)),
            (datetime(2026, 10, 25, 0, 30, 0, tzinfo=UTC), date(2026, 10, 25)),
            (datetime(2026, 10, 25, 1, 30, 0, tzinfo=UTC), date(2026, 10, 25)),
            (datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC), date(2026, 10, 25)),
            (datetime(2026, 10, 25, 23, 0, 0, tzinfo=UTC), date(2026, 10, 26)),
        ],
    )
    def test_a_day_begins_at_midnight_in_paris(
        self, article: ArticlePage, moment: datetime, day: date
    ) -> None:
        one = ViewBuffer()
        with time_machine.travel(moment, tick=False):
            one.add_view(article.pk, "fr", "")
        one.flush()
        assert PageViewCount.objects.get().day == day

    def test_a_day_is_the_sites_whatever_zone_is_active(self, article: ArticlePage) -> None:
        one = ViewBuffer()
        noon = datetime(2026, 6, 30, 12, tzinfo=UTC)
        with time_machine.travel(noon, tick=False), timezone.override("Pacific/Auckland"):
            one.add_view(article.pk, "fr", "")
        one.flush()
        assert PageViewCount.objects.get().day == date(2026, 6, 30)

    def test_a_view_counted_before_midnight_and_written_after_it_is_of_its_day(
        self, article: ArticlePage
    ) -> None:
        one = ViewBuffer()
        with time_machine.travel(datetime(2026, 6, 30, 21, 59, 59, tzinfo=UTC), tick=False):
            one.add_view(article.pk, "fr", "")
        with time_machine.travel(datetime(2026, 6, 30, 22, 0, 1, tzinfo=UTC), tick=False):
            one.add_view(article.pk, "fr", "")
            one.flush()
        assert sorted(PageViewCount.objects.values_list("day", "views")) == [
            (date(2026, 6, 30), 1),
            (date(2026, 7, 1), 1),
        ]


class TestReferrers:
    def test_the_host_alone_is_kept_and_the_sites_own_is_none(self, article: ArticlePage) -> None:
        visit(article, Referer="https://www.example.org/une/page?de=quelqu-un#ici")
        visit(article, Referer="https://example.org/")
        visit(article, Referer="http://testserver/fr/")
        visit(article, Referer="http://127.0.0.1:8000/fr/")
        visit(article)
        assert views() == 5
        assert hosts() == {"example.org": 2}

    def test_every_name_of_the_site_is_its_own(self, settings: Settings) -> None:
        settings.ALLOWED_HOSTS = ["old.edtech.example", ".federation.example", "*"]
        settings.WAGTAILADMIN_BASE_URL = "https://www.edtech.example:8443"
        own = ("old.edtech.example", "federation.example", "fr.federation.example", "www.edtech.example")
        assert [referrer_host(f"https://{host}/x") for host in own] == [""] * 4
        assert referrer_host("https://edtech.example.org/") == "edtech.example.org", "the star allows no host"

    @pytest.mark.parametrize(
        ("referrer", "host"),
        [
            ("https://école.example/a", "xn--cole-9oa.example"),
            ("https://sub.Example.ORG:8443/x", "sub.example.org"),
            ("https://example.org./", "example.org"),
            ("https://nom:secret@example.org/", ""),
            ("https://192.168.0.12/", ""),
            ("https://[2001:db8::1]/", ""),
            ("https://[oups/", ""),
            ("https://intranet/", ""),
            ("https://poste-de-jeanne.local2/", ""),
            ("android-app://com.google.android.gm/", ""),
            ("javascript:alert(1)", ""),
            ("https://" + "a" * 64 + ".example/", ""),
            ("https://" + "a." * 130 + "org/", ""),
            ("https://ex ample.org/", ""),
            ("https://=cmd|'/c calc'!A1.example/", ""),
            ("https://example.org/" + "x" * 3_000, ""),
            ("https://www.fr/", "www.fr"),
            ("\0", ""),
        ],
    )
    def test_what_is_no_name_of_the_internet_is_nothing(self, referrer: str, host: str) -> None:
        assert referrer_host(referrer) == host

    @given(st.one_of(st.text(), st.text().map(lambda text: f"https://{text}")))
    def test_no_referrer_is_an_error(self, referrer: str) -> None:
        host = referrer_host(referrer)
        assert len(host) <= 253
        assert host.isascii()

    def test_hosts_of_a_page_and_day_are_bounded_over_all_writes(
        self, article: ArticlePage, settings: Settings
    ) -> None:
        settings.FEDCMS_PAGE_VIEWS_HOSTS = 3
        key = (date(2026, 1, 2), article.pk, "fr")
        for start in (0, 2, 9):
            counts = Counts()
            for number in range(start, start + 5):
                counts.add_view(key, f"site{number}.example")
            counts.write()
        assert ReferrerCount.objects.exclude(host=OTHER).count() == 3
        assert hosts()[OTHER] == 15 - sum(times for host, times in hosts().items() if host != OTHER)
        assert PageViewCount.objects.get().views == 15


class TestStoring:
    def test_a_view_asks_nothing_of_the_database(self, article: ArticlePage, settings: Settings) -> None:
        visit(article)
        with CaptureQueriesContext(connection) as with_counting:
            visit(article, Referer="https://example.org/")
        settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if "view_counts" not in each]
        with CaptureQueriesContext(connection) as without:
            visit(article)
        assert len(with_counting) == len(without)
        assert not [query for query in with_counting if "view_counts" in query["sql"]]

    def test_processes_add_up(self, article: ArticlePage) -> None:
        for one in (ViewBuffer(), ViewBuffer()):
            one.add_view(article.pk, "fr", "example.org")
            one.add_view(article.pk, "fr", "")
            one.add_download(7)
            one.add_fetch("/fr/feeds/rss.xml", ("Feedly", 12))
            one.flush()
            one.flush()
        assert views() == 4
        assert hosts() == {"example.org": 2}

    def test_threads_add_up(self, article: ArticlePage) -> None:
        one = ViewBuffer()

        def look() -> None:
            for _ in range(500):
                one.add_view(article.pk, "fr", "example.org")

        threads = [threading.Thread(target=look) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        one.flush()
        assert views() == 4_000
        assert hosts() == {"example.org": 4_000}

    def test_what_could_not_be_written_is_written_later(
        self, article: ArticlePage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        one = ViewBuffer()
        one.add_view(article.pk, "fr", "example.org")

        def busy(*args: object) -> None:
            raise DatabaseError("database is locked")

        with monkeypatch.context() as patch:
            patch.setattr("home.view_counts.counts.connection", type("Busy", (), {"cursor": busy})())
            with pytest.raises(DatabaseError):
                one.flush()
        one.add_view(article.pk, "fr", "example.org")
        one.flush()
        assert views() == 2
        assert hosts() == {"example.org": 2}

    def test_the_memory_is_bounded(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("home.view_counts.buffer.MOST", 3)
        one = ViewBuffer()
        for page in range(9):
            one.add_view(page, "fr", "")
        one.add_view(0, "fr", "")
        one.flush()
        assert sorted(PageViewCount.objects.values_list("page_id", "views")) == [(0, 2), (1, 1), (2, 1)]
