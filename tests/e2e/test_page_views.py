"""Page views in a browser: a visit is counted and seen in the report, which axe finds fit for all, on a phone too."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.admin_looks import assert_shuts_nobody_out, speaking
from tests.e2e.conftest import Person
from tests.e2e.test_accessibility import axe
from tests.served.site import Site

__all__ = ["axe"]

pytestmark = pytest.mark.e2e

PREPARE = """
from datetime import timedelta
from django.utils import timezone
from home.view_counts.models import DownloadCount, FeedCount, FeedSubscriberCount, PageViewCount, ReferrerCount
from tests.admin_walk.stage import paper
from tests.factories import make_article, make_cluster, make_user
ours = make_cluster("lys", "LYS", "EdTech Lys")
editor = make_user("editor-lys", ours)
page = make_article(ours, slug="canal", title="Un canal", owner=editor)
make_article(ours, "ar", slug="qanat", title="قناة", translation_key=page.translation_key, owner=editor)
document = paper("Un dossier", ours, editor)
for ago in range(1, 29):
    day = timezone.localdate() - timedelta(days=ago)
    PageViewCount.objects.create(day=day, page_id=page.pk, language="fr", views=ago * 37)
    ReferrerCount.objects.create(day=day, page_id=page.pk, language="fr", host="education.example", views=ago)
    DownloadCount.objects.create(day=day, document_id=document.pk, downloads=2)
    FeedCount.objects.create(day=day, feed="/fr/feeds/clusters/lys/rss.xml", fetches=24)
    FeedSubscriberCount.objects.create(
        day=day, feed="/fr/feeds/clusters/lys/rss.xml", aggregator="Feedly", subscribers=12)
print(page.pk)
"""
WRITTEN = """
from home.view_counts.models import PageViewCount
from django.utils import timezone
print(sum(PageViewCount.objects.filter(day=timezone.localdate(), page_id={}).values_list("views", flat=True)))
"""
REPORT = "/admin/reports/page-views/"
CANAL = "/fr/clusters/lys/actualites/canal/"


@pytest.fixture(scope="module")
def page_id(site: Site) -> int:
    """An article with counts, of a cluster in which no other test writes."""
    return int(site.ask(PREPARE))


def written(site: Site, page_id: int) -> int:
    return int(site.ask(WRITTEN.format(page_id)))


def test_a_visit_is_counted_with_and_without_scripts_and_an_officers_is_not(
    site: Site, page_id: int, chromium: Browser, person: Callable[[], Person]
) -> None:
    before = written(site, page_id)
    editor = person().sign_in("editor-lys")
    assert editor.go(CANAL) == 200
    for has_scripts in (True, False):
        # A headless browser says that it is one, and is a robot.
        context = chromium.new_context(
            java_script_enabled=has_scripts,
            user_agent="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        )
        page = context.new_page()
        page.goto(site.address + CANAL)
        assert not [cookie["name"] for cookie in context.cookies()]
        context.close()
    with chromium.new_context() as robot:
        robot.new_page().goto(site.address + CANAL)
    # The thread writes every ten seconds.
    for _ in range(40):
        if written(site, page_id) >= before + 2:
            break
        editor.page.wait_for_timeout(500)
    assert written(site, page_id) == before + 2


def test_the_writer_finds_her_figures(page_id: int, person: Callable[[], Person]) -> None:
    editor = person().sign_in("editor-lys").at_home()
    page = editor.page
    page.locator("#published-section").get_by_role("link", name="vues : Un canal").click()
    page.wait_for_url(f"**/page-views/{page_id}/")
    expect(page.get_by_role("img", name="Vues au fil de la période")).to_be_visible()
    expect(page.locator(".vc-plot__bar")).to_have_count(30)
    page.get_by_label("Du", exact=True).fill("40/01/2026")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Filtrer").click()
    expect(page.locator(".vc-filters__error")).to_be_visible()
    expect(page.get_by_label("Du", exact=True)).to_have_value("40/01/2026")
    editor.go(REPORT)
    with page.expect_download() as download:
        page.get_by_role("button", name="Exporter (CSV) : Sites de provenance").click()
    assert "education.example" in download.value.path().read_text()


@pytest.mark.node
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_it_shuts_nobody_out(
    site: Site, page_id: int, person: Callable[[], Person], axe: str, language: str
) -> None:
    with speaking(site, "editor-lys", language):
        editor = person().sign_in("editor-lys")
        page = editor.page
        for width in (360, 1366):
            page.set_viewport_size({"width": width, "height": 900})
            for address in (
                REPORT,
                f"{REPORT}?step=week",
                f"{REPORT}?first=x",
                f"/admin/page-views/{page_id}/",
            ):
                editor.go(address)
                assert_shuts_nobody_out(page, axe, "main", where=address, widths=(width,))
