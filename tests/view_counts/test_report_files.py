"""Files of the report, what it does with bad input, what it costs, and its figures on the dashboard."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page
from wagtail.users.models import UserProfile

from home.view_counts.models import FeedCount, PageViewCount
from tests.factories import make_article
from tests.view_counts.report_support import FIRST, read_all, read_csv, report, signed_in, table
from tests.view_counts.report_world import World

pytestmark = pytest.mark.django_db


class TestFiles:
    def test_all_rows_by_day_with_headings(self, world: World) -> None:
        pages, referrers, downloads, feeds = read_all(world.editor)
        assert pages == [
            ["Du", "Numéro de page", "Page", "Langue", "Adresse", "Vues"],
            ["2026-06-01", str(world.ours.pk), "Une balise", "fr", world.ours.url_path, "10"],
            ["2026-06-10", str(world.ours.pk), "Une balise", "fr", world.ours.url_path, "5"],
            ["2026-06-30", str(world.arabic.pk), "منارة", "ar", world.arabic.url_path, "3"],
        ]
        assert referrers[1:] == [["2026-06-01", str(world.ours.pk), "Une balise", "fr", "example.org", "10"]]
        assert downloads[1:] == [["2026-06-01", str(world.papers["nord"].pk), "Dossier nord", "4"]]
        assert feeds[1:] == [["2026-06-01", "/fr/feeds/clusters/nord/rss.xml", "24", "11"]]

    def test_by_week_and_month(self, world: World) -> None:
        weeks = read_csv(report(world.editor, export="pages", step="week"))
        assert [(row[0], row[-1]) for row in weeks[1:]] == [
            ("2026-06-01", "10"),
            ("2026-06-08", "5"),
            ("2026-06-29", "3"),
        ]
        months = read_csv(report(world.editor, export="pages", step="month"))
        assert [(row[0], row[-1]) for row in months[1:]] == [("2026-06-01", "15"), ("2026-06-01", "3")]

    def test_no_cell_is_a_formula(self, world: World) -> None:
        Page.objects.filter(pk=world.ours.pk).update(title='=HYPERLINK("https://x.example")')
        assert {row[2] for row in read_csv(report(world.editor, export="pages"))[1:]} == {
            '\'=HYPERLINK("https://x.example")',
            "منارة",
        }

    def test_in_the_persons_language_to_the_end(self, world: World) -> None:
        UserProfile.objects.filter(user=world.editor).update(preferred_language="fr")
        many = [
            PageViewCount(day=FIRST + timedelta(days=day), page_id=world.ours.pk, language="en", views=1)
            for day in range(30)
        ]
        PageViewCount.objects.bulk_create(many)
        response = report(world.editor, export="pages")
        assert len(read_csv(response)) == 34
        assert "attachment" in response["Content-Disposition"]


class TestBadInput:
    @pytest.mark.parametrize(
        ("query", "typed"),
        [
            ({"first": "32/06/2026"}, "32/06/2026"),
            ({"first": "hier"}, "hier"),
            ({"last": "2026-13-01"}, "2026-13-01"),
            ({"first": "02/07/2026"}, "02/07/2026"),
            ({"first": "01/01/2020"}, "01/01/2020"),
            ({"first": "01/01/2020", "step": "week"}, "01/01/2020"),
            ({"step": "siècle"}, ""),
            ({"language": "de"}, ""),
            ({"first": "01/01/0001"}, "01/01/0001"),
            ({"first": "\0"}, ""),
        ],
    )
    def test_it_is_said_at_the_field_and_what_was_typed_stays(
        self, world: World, query: dict[str, str], typed: str
    ) -> None:
        for export in ("", "pages"):
            shown = report(world.editor, export=export, **query)
            assert shown.status_code == 200
            soup = BeautifulSoup(shown.content, "html.parser")
            assert len(soup.select(".vc-filters__error")) == 1
            assert not soup.select("svg.vc-plot, .vc-table"), "figures of another period would mislead"
            assert typed in {str(field.get("value", "")) for field in soup.select(".vc-filters input")} | {""}

    @pytest.mark.parametrize(
        "query",
        [
            {"export": "tout"},
            {"p": "x"},
            {"first": "", "last": ""},
            {"last": "9999-12-31"},
            {"first": "", "last": "0001-01-01"},
            {"first": "", "last": "9999-12-31"},
        ],
    )
    def test_the_rest_is_harmless(self, world: World, query: dict[str, str]) -> None:
        assert report(world.editor, **query).status_code == 200


class TestCost:
    def test_it_costs_the_same_whatever_the_number_of_rows(self, world: World) -> None:
        browser = signed_in(world.editor)

        def cost(page: Page | None = None) -> int:
            with CaptureQueriesContext(connection) as captured:
                assert report(browser, page).status_code == 200
            return len(captured)

        for page in (None, world.ours):
            cost(page)
            few = cost(page)
            for number in range(40):
                extra = make_article(world.north) if number < 6 else world.ours
                PageViewCount.objects.update_or_create(
                    day=FIRST + timedelta(days=number % 29),
                    page_id=extra.pk,
                    language="fr",
                    defaults={"views": 3},
                )
                FeedCount.objects.get_or_create(
                    day=FIRST,
                    feed=f"/fr/feeds/clusters/nord/topics/t{number}/rss.xml",
                    defaults={"fetches": 1},
                )
            assert cost(page) == few <= 24

    def test_tables_are_bounded(self, world: World) -> None:
        FeedCount.objects.bulk_create(
            FeedCount(day=FIRST, feed=f"/fr/feeds/clusters/nord/topics/t{number}/rss.xml", fetches=1)
            for number in range(80)
        )
        assert len(table(report(world.editor), "Flux")) == 50
        assert len(read_csv(report(world.editor, export="feeds"))) == 82


class TestDashboard:
    def test_the_writer_reads_the_views_of_what_was_published_lately(self, world: World) -> None:
        soup = BeautifulSoup(signed_in(world.editor).get(reverse("wagtailadmin_home")).content, "html.parser")
        panel = soup.find(id="published-section")
        assert panel is not None
        text = " ".join(panel.get_text(" ").split())
        assert "1 815 vues" in text
        assert "3 vues" in text
        assert reverse("page_view_report_of_page", args=[world.ours.pk]) in str(panel)
        assert "Chiffres du sud" not in text
