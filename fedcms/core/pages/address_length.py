"""Limits the length of addresses to what a redirect can store."""

from django.db.models import Max
from django.db.models.functions import Length
from wagtail.models import Page

LONGEST_ADDRESS = 255
"""Characters of the column of Wagtail's redirects; PostgreSQL enforces it, SQLite does not."""


def longest_address(page: Page, parent: Page, slug: str) -> int:
    """Returns the length of the longest address of a page and its descendants, under `parent` and with `slug`.

    The page need not be saved.
    """
    below = page.get_descendants().aggregate(length=Max(Length("url_path")))["length"] if page.pk else None
    return len(parent.url_path) + len(slug) + 1 + max(0, (below or 0) - len(page.url_path))


def too_long(page: Page, parent: Page, slug: str) -> int:
    """Returns the length of an address that would exceed the limit and the present length; 0 if none would."""
    length = longest_address(page, parent, slug)
    if length <= LONGEST_ADDRESS:
        return 0
    today = longest_address(page, page.get_parent(), page.slug) if page.pk else 0
    return length if length > today else 0


def space_for_slug(page: Page, parent: Page) -> int:
    """Returns how many characters a page's slug may have under `parent`, with space for a number; 1 at least."""
    number = len("-999")
    return max(1, LONGEST_ADDRESS - longest_address(page, parent, "") - number)
