"""Nothing jumps while a page comes: on a narrow line, and on one that brings the page part by part.

`SHIFTS=all` asks for every type of page, at four widths, on the second line; else a sample of it is enough, which finds
what stands on every page. Cumulative layout shift may be 0.001 at most.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
from playwright.sync_api import Browser, Route

from tests.e2e.page_in_parts import page_in_parts
from tests.e2e.slow_visitor import SlowVisitor
from tests.served.pages import KINDS, LANGUAGES, OF_WAGTAIL, Pages

pytestmark = pytest.mark.e2e

MOST = 0.001
WIDTHS = (360, 768, 1024, 1440)
SAMPLE = [
    ("missions", "fr", 360),
    ("manifesto", "fr", 1024),
    ("release", "fr", 768),
    ("mission", "ar", 1440),
    ("newsroom", "ar", 1024),
    ("home", "fr", 768),
    ("article", "ar", 360),
    ("delegation", "fr", 768),
    ("apply", "ar", 1024),
]
OURS = [kind for kind in KINDS if kind not in OF_WAGTAIL]
IN_PARTS = list(product(OURS, LANGUAGES, WIDTHS)) if os.environ.get("SHIFTS") == "all" else SAMPLE
# The masthead of before: its search box grew when the languages took the place beside it.
JUMPING = b"""
    .masthead__row { display: flex !important; }
    .masthead .searchbox { flex: 1 !important; }
"""


@pytest.fixture(scope="module")
def slow(chromium: Browser) -> Iterator[SlowVisitor]:
    """One browser for all pages: to open another costs more than to open the page."""
    with chromium.new_context() as context:
        yield SlowVisitor(context)


@pytest.fixture(scope="module")
def demo_in_parts(demo: Pages) -> Iterator[Pages]:
    """The demo at the end of a line that brings pages part by part."""
    with page_in_parts(demo.site.address) as address:
        yield replace(demo, site=replace(demo.site, address=address))


@pytest.fixture(scope="module")
def patient(chromium: Browser) -> Iterator[SlowVisitor]:
    """The reader at its end."""
    with chromium.new_context() as context:
        yield SlowVisitor(context, throttled=False)


def total(shifts: list[dict[str, object]]) -> float:
    """The sum of all shifts, which is never less than the score."""
    return sum(float(str(shift["value"])) for shift in shifts)


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["home", "article", "listing", "event", "search", "cluster", "clusters"])
def test_nothing_jumps(demo: Pages, slow: SlowVisitor, kind: str, language: str, width: int) -> None:
    slow.open(demo, kind, language, width)
    shifts = slow.shifts()
    assert slow.number_held, "fonts came after the text"
    assert shifts == []


@pytest.mark.parametrize(("kind", "language", "width"), IN_PARTS)
def test_nothing_jumps_while_a_page_comes_in_parts(
    demo_in_parts: Pages, patient: SlowVisitor, kind: str, language: str, width: int
) -> None:
    patient.open(demo_in_parts, kind, language, width)
    shifts = patient.shifts()
    assert total(shifts) <= MOST, shifts


def test_a_masthead_that_moves_when_the_languages_come_is_noticed(
    demo_in_parts: Pages, patient: SlowVisitor
) -> None:
    def broken(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.body() + JUMPING)

    patient.page.route("**/*.css", broken)
    patient.open(demo_in_parts, "article", "fr", 1024)
    moved = patient.shifts()
    patient.page.unroute("**/*.css")
    assert total(moved) > MOST
    assert any("searchbox" in str(shift["sources"]) for shift in moved), moved
