"""A reader in another time zone finds the hours of an event by their own clock beside the event's."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import PATIENCE_MS
from tests.served.pages import Pages

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "À votre heure :.*\\d\u00a0h\u00a0\\d\\d"),
        ("ar", "بتوقيتك:.*\\d\\d:\\d\\d"),
        ("en", "In your time:\\s*\\d+ [A-Z][a-z]+ \\d{4} at \\d\\d:\\d\\d"),
    ],
)
def test_the_readers_own_hours_stand_beside_those_of_the_event(
    demo: Pages, chromium: Browser, language: str, words: str
) -> None:
    """In Tokyo, hours of the morning in Europe are those of the afternoon; in the event's own zone, nothing is said."""
    with chromium.new_context(viewport={"width": 360, "height": 800}, timezone_id="Asia/Tokyo") as context:
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        demo.open(page, "event", language)
        own = page.locator(".article__head [data-reader-time]")
        expect(own).to_contain_text(re.compile(f"{words}.*\\(Tokyo\\)"))
        expect(own).to_be_visible()
        zone = own.get_attribute("data-zone")
    with chromium.new_context(timezone_id=zone) as context:
        page = context.new_page()
        demo.open(page, "event", language)
        expect(page.locator(".article__head [data-reader-time]")).to_be_hidden()
