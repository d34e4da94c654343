"""The map of clusters with a keyboard, with a pointer, on a narrow phone and without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Person
from tests.served.site import Site

pytestmark = pytest.mark.e2e

INDEX = "/fr/clusters/"
AREAS = """
from clusters.models import Cluster
Cluster.objects.filter(slug="garonne").update(areas=["FR-OCC"])
Cluster.objects.filter(slug="escaut").update(areas=["BE-WAL", "FR-HDF"])
print("done")
"""


CLUSTERS = """
from clusters.models import ClusterPage
print(ClusterPage.objects.visible().filter(locale__language_code="fr").count())
"""


@pytest.fixture(scope="module")
def mapped(site: Site) -> Site:
    """The two clusters of the journeys, each with a territory."""
    site.ask(AREAS)
    return site


def tab_to(page: Page, selector: str, most: int = 60) -> None:
    """Presses Tab until an element has the focus; fails when it is never reached."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    pytest.fail(f"the keyboard never reaches {selector}")


def test_the_keyboard_reaches_each_territory_and_opens_it(mapped: Site, person: Callable[[], Person]) -> None:
    """Links in the map have names, show their focus, light up their line of the list, and Enter follows them."""
    visitor = person()
    visitor.go(INDEX)
    page = visitor.page
    tab_to(page, ".map__pin[data-cluster=escaut]")
    pin = page.get_by_role("link", name="ESC, EdTech Escaut")
    expect(pin).to_be_focused()
    plate = pin.locator(".map__plate")
    focused = plate.evaluate("e => getComputedStyle(e).strokeWidth")
    line = page.locator(".atlas__item[data-cluster=escaut]")
    expect(line).to_have_class("atlas__item accented is-lit")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="GAR, EdTech Garonne")).to_be_focused()
    assert plate.evaluate("e => getComputedStyle(e).strokeWidth") != focused
    expect(line).not_to_have_class("atlas__item accented is-lit")
    page.keyboard.press("Enter")
    page.wait_for_url("**/fr/clusters/garonne/")
    expect(page.get_by_role("heading", level=1)).to_have_text("EdTech Garonne")
    expect(page.get_by_role("img", name="Carte : Garonne")).to_be_visible()


def test_the_pointer_on_the_list_lights_the_map(mapped: Site, person: Callable[[], Person]) -> None:
    """And on the map the list; leaving puts it out."""
    visitor = person()
    visitor.go(INDEX)
    page = visitor.page
    pin, line = (page.locator(f"{kind}[data-cluster=garonne]") for kind in (".map__pin", ".atlas__item"))
    line.hover()
    expect(pin).to_have_class("map__pin accented is-lit")
    pin.locator(".map__plate").hover()
    expect(line).to_have_class("atlas__item accented is-lit")
    page.mouse.move(2, 2)
    expect(line).not_to_have_class("atlas__item accented is-lit")
    pin.locator(".map__plate").click()
    page.wait_for_url("**/fr/clusters/garonne/")


@pytest.mark.parametrize("path", [INDEX, "/ar/clusters/", "/fr/", "/ar/"])
def test_a_narrow_phone_without_javascript_reads_every_code(
    mapped: Site, chromium: Browser, path: str
) -> None:
    """At 360 pixels nothing overflows, no code covers another, each is at least 10 pixels high, west is at the left."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page = context.new_page()
    page.goto(mapped.address + path, wait_until="load")
    plates = [
        page.locator(f".map__pin[data-cluster={key}] .map__plate").bounding_box()
        for key in ("garonne", "escaut")
    ]
    assert all(plates)
    south, north = (box for box in plates if box)
    assert north["y"] + north["height"] < south["y"]
    for box in (south, north):
        assert box["height"] >= 20
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
    overseas = page.locator(".map__box").first.bounding_box()
    assert overseas is not None
    assert overseas["x"] < south["x"]
    # Other files make clusters on the same site: each has its name.
    assert page.locator(".atlas__name").count() == int(mapped.ask(CLUSTERS))
    context.close()
