"""An event's form helps: all errors in one list with links, characters left, a town's position, languages by name."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.admin_looks import assert_shuts_nobody_out
from tests.e2e.conftest import Person
from tests.e2e.probes import complaints, focus_of
from tests.e2e.test_accessibility import axe
from tests.served.site import Site

__all__ = ["axe"]

pytestmark = pytest.mark.e2e

PREPARE = """
import json
from events.models import EventPage
from tests.factories import make_cluster, make_user
from tests.factories.content import parent_for
from wagtail.users.models import UserProfile
ours = make_cluster("odet", "ODE", "EdTech Odet")
make_user("editor-ode", ours, "editor")
arab = make_user("arab-ode", ours, "editor")
UserProfile.objects.update_or_create(user=arab, defaults={"preferred_language": "ar"})
print(json.dumps({"parent": parent_for(EventPage, ours).pk}))
"""
# The element that scrolls in the admin is its main part.
UNDER_HEADER = """(field) => document.getElementById("main")
    .scrollBy({top: field.getBoundingClientRect().top - 5, behavior: "instant"})"""


@pytest.fixture(scope="module")
def address(site: Site) -> str:
    """Of the form of a new event."""
    return f"/admin/pages/add/events/eventpage/{json.loads(site.ask(PREPARE))['parent']}/"


def submit(page: Page) -> None:
    page.locator("footer [name=action-submit]:visible").first.click()
    page.locator("[data-error-summary]:visible").wait_for()


def test_all_errors_are_listed_once_and_lead_to_their_fields(
    person: Callable[[], Person], address: str
) -> None:
    editor = person().sign_in("editor-ode")
    page = editor.page
    editor.go(address)
    page.fill("#id_spoken_languages", "français, klingonais")
    submit(page)
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    lines = summary.locator("li").all_inner_texts()
    assert len(lines) == len(set(lines)) == 4
    assert summary.locator("h2").inner_text() == "Erreurs à corriger : 4"
    assert any(line.startswith("Titre : ") for line in lines)
    assert any("Premier jour : " in line for line in lines)
    reason = "Écrivez une ou deux phrases : elles annoncent la page partout."
    assert [line.count(reason) for line in lines if line.startswith("Chapô : ")] == [1]
    # By keyboard: the last link, Enter, and one writes in the field.
    summary.locator("a").last.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#id_spoken_languages")).to_be_focused()
    expect(page.locator("#id_spoken_languages")).to_have_value("français, klingonais")


def test_an_error_in_a_closed_panel_is_opened(person: Callable[[], Person], address: str) -> None:
    editor = person().sign_in("editor-ode")
    page = editor.page
    editor.go(address)
    submit(page)
    panel = page.locator("section[data-panel]").filter(has=page.locator("#id_starts_on")).first
    panel.locator("[data-panel-toggle]").first.click()
    expect(page.locator("#id_starts_on")).to_be_hidden()
    page.locator("[data-error-summary] a", has_text="Premier jour").click()
    expect(page.locator("#id_starts_on")).to_be_visible()
    expect(page.locator("#id_starts_on")).to_be_focused()


def test_a_text_says_how_much_is_left(person: Callable[[], Person], address: str) -> None:
    editor = person().sign_in("editor-ode")
    page = editor.page
    editor.go(address)
    name = page.locator("#id_venue_name")
    name.fill("Les Champs Libres")
    left = page.locator("#id_venue_name-characters-left")
    expect(left).to_have_text("Signes restants : 133")
    name.press("End")
    name.press("Backspace")
    expect(left).to_have_text("Signes restants : 134")
    assert "id_venue_name-characters-left" in (name.get_attribute("aria-describedby") or "")


def test_a_town_of_the_list_fills_in_its_position(person: Callable[[], Person], address: str) -> None:
    editor = person().sign_in("editor-ode")
    page = editor.page
    editor.go(address)
    search = page.get_by_label("Chercher une ville")
    search.press_sequentially("quimp")
    expect(page.locator("datalist option").first).to_have_attribute("value", "Quimper (France)")
    search.press("Enter")
    expect(page.locator("#id_venue_city")).to_have_value("Quimper")
    assert float(page.input_value("#id_latitude")) == pytest.approx(48.0, abs=0.1)
    assert float(page.input_value("#id_longitude")) == pytest.approx(-4.1, abs=0.1)
    expect(page.locator("#id_venue_country")).to_have_value("FR")
    # What is written stays: only the position is another's.
    search.fill("")
    search.press_sequentially("lorien")
    expect(page.locator("datalist option").first).to_have_attribute("value", "Lorient (France)")
    search.press("Enter")
    expect(page.locator("#id_venue_city")).to_have_value("Quimper")
    search.fill("")
    search.press_sequentially("xyzzy")
    expect(page.locator("#id_latitude-town-help")).to_contain_text("Aucune ville de ce nom")
    assert address in page.url, "Enter sends no form"


def test_one_begins_to_write_at_once(person: Callable[[], Person], address: str) -> None:
    """The title of a new page has the focus; in any editor two keys lead to it."""
    editor = person().sign_in("editor-ode")
    page = editor.page
    editor.go(address)
    expect(page.locator("#id_title")).to_be_focused()
    page.keyboard.type("Une porte ouverte")
    # What a person on another screen of the admin meets first with the tab key.
    page.locator("a.skiplink").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#id_title")).to_be_focused()


def test_who_goes_back_to_the_title_by_keys_sees_it(person: Callable[[], Person], address: str) -> None:
    """Also where the screen is scrolled so far that the header, which stays in view, lies over it."""
    editor = person().sign_in("editor-ode")
    page = editor.page
    editor.go(address)
    for width in (1366, 360):
        page.set_viewport_size({"width": width, "height": 800})
        page.locator("[name=summary]").focus()
        page.locator("#id_title").evaluate(UNDER_HEADER)
        expect(page.locator("#id_title")).to_be_in_viewport()
        for _press in range(10):
            page.keyboard.press("Shift+Tab")
            if page.evaluate("() => document.activeElement.id === 'id_title'"):
                break
        stop = focus_of(page)
        assert stop is not None
        assert "title" in stop["name"]
        # At once: what scrolls smoothly loses its way where one key follows the other.
        assert complaints(stop) == []
    # Names of zones and countries are longer than a phone is wide.
    ends = page.locator("main select").evaluate_all(
        "all => all.map((each) => each.getBoundingClientRect().right)"
    )
    assert ends
    assert max(ends) <= 360


@pytest.mark.node
@pytest.mark.parametrize("name", ["editor-ode", "arab-ode"])
def test_it_shuts_nobody_out(person: Callable[[], Person], address: str, axe: str, name: str) -> None:
    somebody = person().sign_in(name)
    page = somebody.page
    somebody.go(address)
    page.locator("#id_venue_name").focus()
    submit(page)
    page.locator("#id_venue_name").focus()
    parts = ("[data-error-summary]", ".town-search", ".characters-left")
    assert_shuts_nobody_out(page, axe, *parts, must_fit=False)
