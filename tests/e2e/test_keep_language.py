"""Filters that change a listing in place are in the addresses of the other languages, too."""

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import PATIENCE_MS
from tests.served.pages import Pages

pytestmark = pytest.mark.e2e


def test_the_other_languages_follow_the_filters(demo: Pages, chromium: Browser) -> None:
    """The language picker stands outside of what is replaced, and would lead to the listing as it was."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    demo.open(page, "listing", "fr")
    page.locator("label.facets__option", has=page.locator("[name=cluster][value=bretagne]")).click()
    page.wait_for_url("**?*cluster=bretagne*")
    english = page.locator(".languages a[hreflang=en]")
    expect(english).to_have_attribute("href", "/en/news/?cluster=bretagne")
    context.close()
