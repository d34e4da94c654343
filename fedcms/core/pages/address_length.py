"""Limits the length of addresses to what a redirect can store."""

from django.db.models import Max, Min
from django.db.models.functions import Length
from wagtail.models import Page

LONGEST_ADDRESS = 255
"""Characters of the column of Wagtail's redirects; PostgreSQL enforces it, SQLite does not."""


def longest_address(page: Page, parent: Page, slug: str) -> int:
    """Returns the length of the longest address of a page and its descendants, under `parent` and with `slug`.

    The page need not be saved.
    """
    below = 0
    if page.pk:
        # As they are stored: the page may be a draft with another slug, and with the address that it would have.
        stored = page.get_descendants(inclusive=True).aggregate(
            own=Min(Length("url_path")), longest=Max(Length("url_path"))
        )
        below = (stored["longest"] or 0) - (stored["own"] or 0)
    return len(parent.url_path) + len(slug) + 1 + below


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
