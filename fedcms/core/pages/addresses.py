"""Addresses of pages without a query: a home page's slug is its language code, so `url_path` is public.

Provisioning makes it so, and tests/core/test_addresses.py shows it equal to Wagtail's `get_url`, which
takes a `reverse` and a language switch a link.
"""

from functools import lru_cache
from urllib.parse import quote

from django.conf import settings
from wagtail.models import Page


def page_address(page: Page) -> str:
    """Returns the path of a page on the site, e.g. "/fr/actualites/atelier/"."""
    return quoted_path(page.url_path)


@lru_cache(maxsize=4096)
def quoted_path(url_path: str) -> str:
    """Returns a page's `url_path` as it stands in an address. Remembered: each page links to the same thirty."""
    return quote(url_path)


def home_address(language: str) -> str:
    """Returns the path of a language's home page."""
    return f"/{language}/"


def site_base() -> str:
    """Returns scheme and host of the public site (FEDCMS_BASE_URL), e.g. "https://edtech.example"."""
    return str(settings.WAGTAILADMIN_BASE_URL).rstrip("/")


def absolute(path: str) -> str:
    """Returns the public address of a path, whatever host name the request used."""
    return f"{site_base()}{path}"
