"""The reports: what they show of which period, to whom, what becomes of bad input, and at which cost."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from home.view_counts.models import PageViewCount
from tests.factories import make_article, make_cluster
from tests.view_counts.report_support import (
    FIRST,
    OF_SECTIONS,
    count,
    read_all,
    report,
    signed_in,
    table,
    words,
)
from tests.view_counts.report_world import World

pytestmark = pytest.mark.django_db


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
