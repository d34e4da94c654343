"""An entry of the editorial calendar is moved by mouse and by keys, on a slow network too, and shuts nobody out."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.admin_looks import assert_shuts_nobody_out, speaking
from tests.e2e.conftest import Person
from tests.e2e.slow_proxy import slow_network
from tests.e2e.test_accessibility import axe
from tests.served.site import Site

__all__ = ["axe"]

pytestmark = pytest.mark.e2e

SECONDS = 3
MARCH = "/admin/editorial-calendar/?date=2041-03-12"

PREPARE = """
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo
from tests.factories import make_article, make_cluster, make_event, make_mission, make_release, make_user
from clusters.models import Cluster
paris = ZoneInfo("Europe/Paris")
ours, theirs = make_cluster("leman", "LEM", "EdTech Léman"), Cluster.objects.get(slug="garonne")
for role in ("editor", "publisher"):
    user = make_user(f"{role}-lem", ours, role)
    user.first_name = user.username
    user.save()
Cluster.objects.filter(pk=theirs.pk).update(shows_reserved_slots=True)
moment = datetime(2041, 3, 12, 9, 30, tzinfo=paris)
for number in range(4):
    make_article(ours, title=f"Annonce {number}", go_live_at=moment + timedelta(days=number))
make_release(ours, title="Baromètre", go_live_at=moment + timedelta(days=6))
make_article(ours, "ar", title="إعلان عن حدث", go_live_at=moment)
draft = make_article(ours, live=False, title="Une date à confirmer", go_live_at=moment + timedelta(days=7))
draft.save_revision()
for number in range(6):
    make_event(ours, title=f"Rendez-vous {number}", starts_on=moment.date() + timedelta(days=8))
make_event(ours, title="Résidence d’été", starts_on=moment.date(), ends_on=moment.date() + timedelta(days=3))
make_mission(ours, title="Mission à Québec", deadline=moment.date(), starts_on=moment.date() + timedelta(days=9),
    ends_on=moment.date() + timedelta(days=11))
make_article(theirs, title="Une date réservée", go_live_at=moment)
print(1)
"""

STATE = """
import json
from news.models import ArticlePage
from wagtail.models import PageLogEntry
page = ArticlePage.objects.get(title="{title}", cluster__slug="leman")
moves = PageLogEntry.objects.filter(page=page.pk, action="clusters.schedule.move").count()
print(json.dumps([page.scheduled_revision.approved_go_live_at.isoformat(), moves]))
"""


@pytest.fixture(scope="module")
def filled(site: Site) -> Site:
    """With a cluster in which no other test writes."""
    site.ask(PREPARE)
    return site


def stored(site: Site, title: str) -> tuple[str, int]:
    """The approved moment of an article, and how often it was moved."""
    moment, moves = json.loads(site.ask(STATE.format(title=title)))
    return moment, moves


def day(page: Page, number: int) -> Locator:
    return page.locator(f"[data-calendar-day='2041-03-{number:02}']")


def entry(page: Page, title: str) -> Locator:
    return page.locator(".ecal-entry[draggable=true]").filter(has_text=title)


def middle(found: Locator) -> tuple[float, float]:
    box = found.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, title: str, number: int) -> None:
    """As a hand does it: a little first, then to the day; by the title, which is a link."""
    held = page.locator(".ecal-entry").filter(has_text=title).first.locator(".ecal-entry__title a bdi")
    held.scroll_into_view_if_needed()
    x, y = middle(held)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 8, y + 4, steps=4)
    target = day(page, number)
    target.scroll_into_view_if_needed()
    page.mouse.move(*middle(target), steps=8)
    page.mouse.up()


def test_an_entry_is_dragged_to_another_day(filled: Site, person: Callable[[], Person]) -> None:
    publisher = person().sign_in("publisher-lem")
    page = publisher.page
    publisher.go(MARCH)
    drag(page, "Annonce 0", 20)
    said = page.locator("[data-calendar-status]")
    expect(said).to_contain_text("paraîtra le 20 mars 2041 à 9 h 30")
    expect(day(page, 20)).to_contain_text("Annonce 0")
    expect(day(page, 12)).not_to_contain_text("Annonce 0")
    assert stored(filled, "Annonce 0") == ("2041-03-20T08:30:00+00:00", 1)
    page.reload()
    expect(day(page, 20)).to_contain_text("Annonce 0")


def test_a_refused_drop_says_why_and_loses_no_place(filled: Site, person: Callable[[], Person]) -> None:
    publisher = person().sign_in("publisher-lem")
    page = publisher.page
    page.set_viewport_size({"width": 1366, "height": 500})
    publisher.go(MARCH)
    # Somebody else moves it meanwhile.
    other = publisher.context.new_page()
    other.goto(page.url)
    drag(other, "Annonce 1", 22)
    expect(other.locator("[data-calendar-status]")).to_contain_text("22 mars 2041")
    entry(page, "Annonce 1").scroll_into_view_if_needed()
    drag(page, "Annonce 1", 14)
    refused = page.locator("[data-calendar-alert]")
    expect(refused).to_contain_text("entre-temps")
    expect(refused).to_be_in_viewport()
    expect(day(page, 22)).to_contain_text("Annonce 1")
    assert stored(filled, "Annonce 1") == ("2041-03-22T08:30:00+00:00", 1)


def test_while_it_waits_nothing_else_is_moved(filled: Site, person: Callable[[], Person]) -> None:
    with slow_network(filled.address, SECONDS) as address:
        publisher = person()
        publisher.site = replace(filled, address=address)
        publisher.sign_in("publisher-lem")
        page = publisher.page
        posts: list[str] = []
        page.on("request", lambda asked: posts.append(asked.url) if asked.method == "POST" else None)
        publisher.go(MARCH)
        drag(page, "Annonce 2", 25)
        busy = page.locator(".ecal-entry[aria-busy]")
        expect(busy).to_contain_text("Annonce 2")
        expect(page.locator("[data-calendar-status]")).to_contain_text("Déplacement en cours")
        expect(page.locator(".ecal-entry[draggable=true]")).to_have_count(0)
        # A second drop, of it and of another, does nothing.
        for title in ("Annonce 2", "Annonce 3"):
            drag(page, title, 27)
        expect(page.locator("[data-calendar-status]")).to_contain_text("25 mars 2041")
        expect(busy).to_have_count(0)
        expect(entry(page, "Annonce 2")).to_have_attribute("draggable", "true")
        assert len(posts) == 1
    assert stored(filled, "Annonce 2") == ("2041-03-25T08:30:00+00:00", 1)
    assert stored(filled, "Annonce 3") == ("2041-03-15T08:30:00+00:00", 0)


def test_an_answer_that_never_comes_is_said_and_what_is_stored_is_shown(
    filled: Site, person: Callable[[], Person]
) -> None:
    publisher = person().sign_in("publisher-lem")
    page = publisher.page
    publisher.go(MARCH)
    page.route("**/move/", lambda route: route.abort())
    drag(page, "Baromètre", 26)
    expect(page.locator("[data-calendar-alert]")).to_contain_text("Le serveur n’a pas répondu")
    expect(day(page, 18)).to_contain_text("Baromètre")
    expect(entry(page, "Baromètre")).to_have_count(1)


def press_until(page: Page, key: str, target: Locator, most: int = 200) -> None:
    """Presses a key until something has the focus."""
    wanted = target.element_handle()
    for _number in range(most):
        page.keyboard.press(key)
        if page.evaluate("(element) => document.activeElement === element", wanted):
            return
    raise AssertionError("the keys do not lead there")


@pytest.mark.parametrize("seconds", [0, SECONDS])
def test_by_keys_alone(filled: Site, person: Callable[[], Person], seconds: int) -> None:
    """From the menu to the calendar, to the form of the schedule and back."""
    hour = "14:00" if seconds else "11:00"
    with slow_network(filled.address, seconds) as address:
        publisher = person()
        publisher.site = replace(filled, address=address)
        page = publisher.sign_in("publisher-lem").at_home().page
        press_until(page, "Tab", page.locator("nav a[href='/admin/editorial-calendar/']").first)
        page.keyboard.press("Enter")
        page.wait_for_url("**/editorial-calendar/")
        press_until(page, "Tab", page.locator("#id_date"))
        page.keyboard.type("12/03/2041")
        press_until(page, "Tab", page.get_by_role("button", name="Afficher", exact=True))
        page.keyboard.press("Enter")
        page.wait_for_url("**date=12*")
        expect(page.get_by_role("heading", name="Mars 2041", exact=True)).to_be_visible()
        press_until(page, "Tab", page.get_by_role("link", name="Déplacer : Annonce 3"))
        page.keyboard.press("Enter")
        field = page.locator("[name=moment]")
        expect(field).to_be_visible()
        press_until(page, "Tab", field)
        page.keyboard.press("Control+a")
        page.keyboard.type(f"28/03/2041 {hour}")
        press_until(page, "Tab", page.get_by_role("button", name="Déplacer la diffusion"))
        page.keyboard.press("Enter")
        page.wait_for_url("**/editorial-calendar/?*date=12*")
        expect(page.get_by_text("paraîtra le 28 mars 2041")).to_be_visible()
        expect(day(page, 28)).to_contain_text(hour)
    assert stored(filled, "Annonce 3")[0].startswith("2041-03-28")


def test_who_may_not_publish_drags_nothing(filled: Site, person: Callable[[], Person]) -> None:
    editor = person().sign_in("editor-lem")
    editor.go(MARCH)
    expect(editor.page.get_by_role("link", name="Baromètre")).to_be_visible()
    expect(editor.page.locator("[draggable=true]")).to_have_count(0)


@pytest.mark.node
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_it_shuts_nobody_out(filled: Site, person: Callable[[], Person], axe: str, language: str) -> None:
    with speaking(filled, "publisher-lem", language):
        publisher = person().sign_in("publisher-lem")
        page = publisher.page
        for query in ("", "&view=week&cluster=all", "&view=day", "&kind=zzz"):
            assert publisher.go(f"{MARCH}&cluster=all{query}") == 200
            expect(page.locator("html")).to_have_attribute("lang", language)
            assert_shuts_nobody_out(page, axe, "main", where=query)
