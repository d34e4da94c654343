"""The reports: what they show of which period, to whom, what becomes of bad input, and at which cost."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.users.models import UserProfile

from clusters.models import Federation
from fedcms.media.models import FederationDocument
from fedcms.users.models import User
from home.view_counts.models import DownloadCount, FeedCount, FeedSubscriberCount, PageViewCount
from tests.factories import make_article, make_cluster, make_user
from tests.factories.people import make_translator
from tests.shared_rows import Keep
from tests.view_counts.report_support import FIRST, LAST, count, read_csv, report, signed_in, table, words

pytestmark = pytest.mark.django_db

OF_SECTIONS = ("pages", "referrers", "downloads", "feeds")


class World:
    """Two clusters and the federation, each with a page, and their people."""

    def __init__(self) -> None:
        self.north, self.south = make_cluster("nord", "NOR"), make_cluster("sud", "SUD")
        self.ours = make_article(self.north, slug="balise", title="Une balise")
        key = self.ours.translation_key
        self.arabic = make_article(self.north, "ar", slug="manara", title="منارة", translation_key=key)
        self.theirs = make_article(self.south, slug="secret", title="Chiffres du sud")
        self.common = make_article(None, slug="commun", title="De la fédération")
        self.editor = make_user("nora", self.north)
        self.publisher = make_user("paul", self.north, "publisher")
        self.other = make_user("sofia", self.south)
        self.federation = make_user("fred", Federation.load())
        self.translator = make_translator("tarek", "ar", self.north)
        self.stranger = make_user("solo")
        self.root = User.objects.create_superuser(
            "racine", "racine@people.example", "a-long-enough-passphrase"
        )
        self.papers = {
            cluster.slug: FederationDocument.objects.create(
                title=f"Dossier {cluster.slug}",
                file=ContentFile(b"x", name=f"{cluster.slug}.txt"),
                collection=cluster.collection,
            )
            for cluster in (self.north, self.south)
        }
        for user in User.objects.all():
            UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "fr"})
        count(self.ours, 10, FIRST, "example.org")
        count(self.ours, 5, FIRST + timedelta(days=9))
        count(self.arabic, 3, LAST)
        count(self.theirs, 70, FIRST, "secret-du-sud.example")
        count(self.common, 2, FIRST, "presse.example")
        count(self.ours, 900, FIRST - timedelta(days=1))
        count(self.ours, 900, LAST + timedelta(days=1))
        for cluster in (self.north, self.south):
            paper = self.papers[cluster.slug]
            DownloadCount.objects.create(day=FIRST, document_id=paper.pk, downloads=4)
            feed = f"/fr/feeds/clusters/{cluster.slug}/rss.xml"
            FeedCount.objects.create(day=FIRST, feed=feed, fetches=24)
            for day, name, subscribers in (
                (FIRST, "Feedly", 7),
                (LAST, "Feedly", 9),
                (FIRST, "Inoreader", 2),
            ):
                FeedSubscriberCount.objects.create(
                    day=day, feed=feed, aggregator=name, subscribers=subscribers
                )
        FeedCount.objects.create(day=FIRST, feed="/fr/feeds/rss.xml", fetches=1_240)


@pytest.fixture(scope="module")
def kept_world(keep: Keep) -> World:
    """Made once."""
    with keep():
        return World()


@pytest.fixture
def world(kept_world: World, db: None) -> World:
    """As it was made."""
    return kept_world


class TestWhatItShows:
    def test_views_of_the_period_by_language_page_and_host(self, world: World) -> None:
        shown = report(world.editor)
        assert "18 vues" in words(shown)
        assert table(shown, "Par langue") == [["Français", "15"], ["العربية", "3"]]
        assert table(shown, "Pages les plus vues") == [["Une balise Français", "15"], ["منارة العربية", "3"]]
        assert table(shown, "Sites de provenance") == [["example.org", "10"]]
        assert table(shown, "Téléchargements") == [["Dossier nord", "4"]]
        assert table(shown, "Flux") == [["/fr/feeds/clusters/nord/rss.xml", "24", "11"]]

    def test_the_plot_says_in_words_what_the_table_beside_it_has(self, world: World) -> None:
        soup = BeautifulSoup(report(world.editor).content, "html.parser")
        svg = soup.select_one(".vc-plot svg")
        assert svg is not None
        names = str(svg["aria-labelledby"]).split()
        assert [svg.find(id=name).name for name in names] == ["title", "desc"]
        assert "18 vues" in svg.find("desc").get_text()
        rows = soup.select(".vc-details tbody tr")
        assert len(rows) == len(svg.select("rect")) == 30
        assert rows[0].get_text(" ", strip=True) == "01/06/2026 10"
        heights = [float(str(bar["height"])) for bar in svg.select("rect")]
        assert heights[0] == 2 * heights[9] > 0 == heights[1]

    @pytest.mark.parametrize(
        ("step", "parts"),
        [
            ("week", ["semaine du 01/06/2026 10", "semaine du 08/06/2026 5", "semaine du 15/06/2026 0",
                      "semaine du 22/06/2026 0", "semaine du 29/06/2026 3"]),
            ("month", ["juin 2026 18"]),
        ],
    )  # fmt: skip
    def test_weeks_and_months(self, world: World, step: str, parts: list[str]) -> None:
        soup = BeautifulSoup(report(world.editor, step=step).content, "html.parser")
        assert [row.get_text(" ", strip=True) for row in soup.select(".vc-details tbody tr")] == parts

    def test_one_language_and_one_section(self, world: World) -> None:
        assert table(report(world.editor, language="ar"), "Pages les plus vues") == [["منارة العربية", "3"]]
        assert table(report(world.editor, language="ar"), "Flux") == []
        chosen = report(world.federation, section=str(world.south.pk))
        assert table(chosen, "Pages les plus vues") == [["Chiffres du sud Français", "70"]]
        assert table(chosen, "Téléchargements") == [["Dossier sud", "4"]]
        own = report(world.federation, section="federation")
        assert table(own, "Pages les plus vues") == [["De la fédération Français", "2"]]
        assert table(own, "Flux") == [["/fr/feeds/rss.xml", "1 240", "–"]]

    def test_a_page_with_its_translations(self, world: World) -> None:
        shown = report(world.editor, world.arabic)
        assert "18 vues" in words(shown)
        assert table(shown, "Par langue") == [["Français", "15"], ["العربية", "3"]]
        assert "Téléchargements" not in words(shown)

    def test_without_a_period_it_is_the_last_thirty_days(self, world: World) -> None:
        count(world.ours, 6, timezone.localdate() - timedelta(days=20))
        shown = signed_in(world.editor).get(reverse("page_view_report"))
        assert "6 vues" in words(shown)
        assert "9 vues" not in words(shown)

    def test_a_page_that_is_gone_is_left_out(self, world: World) -> None:
        PageViewCount.objects.create(day=FIRST, page_id=99_999, language="fr", views=50)
        assert "18 vues" in words(report(world.editor))
        assert "90 vues" in words(report(world.root))

    def test_the_title_is_the_public_one(self, world: World) -> None:
        Page.objects.filter(pk=world.theirs.pk).update(draft_title="Plan secret")
        assert "Plan secret" not in words(report(world.federation))


class TestWhoReadsWhat:
    @pytest.mark.parametrize("name", ["editor", "publisher"])
    def test_an_officer_reads_her_section_and_nothing_of_another(self, world: World, name: str) -> None:
        user = getattr(world, name)
        for text in (words(report(user)), str(read_all(user))):
            assert "Une balise" in text
            for foreign in (
                "Chiffres du sud",
                "secret-du-sud",
                "De la fédération",
                "presse.example",
                "Dossier sud",
            ):
                assert foreign not in text, foreign
            assert "/clusters/sud/" not in text

    @pytest.mark.parametrize("name", ["federation", "root"])
    def test_the_federation_reads_all(self, world: World, name: str) -> None:
        user = getattr(world, name)
        for text in (words(report(user)), str(read_all(user))):
            for known in (
                "Une balise",
                "Chiffres du sud",
                "De la fédération",
                "Dossier sud",
                "secret-du-sud",
            ):
                assert known in text, known
        assert "90 vues" in words(report(user))

    @pytest.mark.parametrize("name", ["stranger", "translator"])
    def test_nobody_else_reads_anything(self, world: World, name: str) -> None:
        user = getattr(world, name)
        for page in (None, world.ours):
            assert report(user, page).status_code in (302, 403)
            assert report(user, page, export="pages").status_code in (302, 403)
        assert signed_in(user).get(reverse("page_view_report"), {"export": "feeds"}).status_code in (302, 403)

    def test_a_visitor_signs_in_first(self, world: World, client: object) -> None:
        assert client.get(reverse("page_view_report")).status_code == 302  # type: ignore[attr-defined]

    def test_the_report_of_a_page_of_another_cluster_is_refused_its_file_too(self, world: World) -> None:
        for page in (world.theirs, world.common):
            for export in ("", *OF_SECTIONS):
                assert report(world.editor, page, export=export).status_code in (302, 403)
        assert report(world.other, world.theirs).status_code == 200
        assert report(world.federation, world.theirs).status_code == 200
        assert (
            signed_in(world.root).get(reverse("page_view_report_of_page", args=[99_999])).status_code == 404
        )

    def test_the_federation_learns_no_title_of_a_draft(self, world: World) -> None:
        draft = make_article(world.south, live=False, title="Plan secret", slug="plan")
        assert report(world.federation, draft).status_code in (302, 403)
        assert report(world.other, draft).status_code == 200
        Page.objects.filter(pk=world.theirs.pk).update(draft_title="Plan secret")
        shown = report(world.federation, world.theirs)
        assert "Chiffres du sud" in words(shown)
        assert "Plan secret" not in shown.content.decode()

    def test_of_a_page_that_was_withdrawn_its_team_alone_reads_the_title(self, world: World) -> None:
        world.theirs.unpublish()
        assert table(report(world.federation), "Pages les plus vues")[0] == ["n’est plus en ligne", "70"]
        assert "Chiffres du sud" not in str(read_all(world.federation))
        assert report(world.federation, world.theirs).status_code in (302, 403)
        assert table(report(world.other), "Pages les plus vues") == [["Chiffres du sud Français", "70"]]
        assert report(world.other, world.theirs).status_code == 200

    def test_a_section_of_others_is_no_choice(self, world: World) -> None:
        world.editor.groups.add(make_cluster("est", "EST").editors_group)
        for export in ("", "pages"):
            shown = report(world.editor, section=str(world.south.pk), export=export)
            assert "Chiffres du sud" not in words(shown)
            assert BeautifulSoup(shown.content, "html.parser").select(".vc-filters__error")

    def test_the_ways_to_it_are_shown_to_who_may_use_them(self, world: World) -> None:
        url = reverse("page_view_report_of_page", args=[world.theirs.pk])
        home = reverse("wagtailadmin_home")
        assert reverse("page_view_report") in signed_in(world.editor).get(home).content.decode()
        edit = signed_in(world.other).get(reverse("wagtailadmin_pages:edit", args=[world.theirs.pk]))
        assert url in edit.content.decode()
        listing = reverse("wagtailadmin_explore", args=[world.theirs.get_parent().pk])
        assert url in signed_in(world.other).get(listing).content.decode()
        assert url not in signed_in(world.editor).get(listing).content.decode()


def read_all(user: User) -> list[list[list[str]]]:
    """All files of the report."""
    return [read_csv(report(user, export=name)) for name in OF_SECTIONS]


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
        def cost(page: Page | None = None) -> int:
            with CaptureQueriesContext(connection) as captured:
                assert report(world.editor, page).status_code == 200
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
            assert cost(page) == few <= 40

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
