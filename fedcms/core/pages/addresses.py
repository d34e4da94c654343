"""Addresses of pages without a query: a home page's slug is its language code, so `url_path` is public.

Provisioning makes it so, and tests/core/test_addresses.py shows it equal to Wagtail's `get_url`, which
takes a `reverse` and a language switch a link.
"""

from urllib.parse import quote

from django.conf import settings
from wagtail.models import Page


def page_address(page: Page) -> str:
    """The path of a page on the site, e.g. "/fr/actualites/atelier/"."""
    return quote(page.url_path)


def home_address(language: str) -> str:
    """The path of a language's home page."""
    return f"/{language}/"


def site_base() -> str:
    """Scheme and host under which the world knows the site (FEDCMS_BASE_URL), e.g. "https://edtech.example"."""
    return str(settings.WAGTAILADMIN_BASE_URL).rstrip("/")


def absolute(path: str) -> str:
    """The address of a path for the world outside: on the site's public name, whatever name a request used."""
    return f"{site_base()}{path}"
