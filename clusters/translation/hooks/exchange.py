"""Registers the admin addresses of translation files."""

from django.urls import URLResolver, include, path
from wagtail import hooks


@hooks.register("register_admin_urls")
def file_urls() -> list[URLResolver]:
    """Returns the addresses of downloads, upload and import report."""
    return [path("translation-files/", include("clusters.translation.exchange.urls"))]
