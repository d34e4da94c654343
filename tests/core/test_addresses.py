"""The address made from `url_path` is the one that Wagtail gives."""

import pytest
from wagtail.models import Page

from fedcms.core.pages.addresses import page_address
from tests.factories import make_article, make_cluster

pytestmark = pytest.mark.django_db


def test_every_page_has_the_address_that_wagtail_gives_it(federation: object) -> None:
    """In every locale, from the home page down to an article."""
    cluster = make_cluster("address", "ADR")
    for language in ("fr", "en", "es", "ar"):
        make_article(cluster, language, slug="un-titre-accentue")
    pages = Page.objects.filter(depth__gt=1).specific()
    assert pages.count() >= 60
    for page in pages:
        assert page_address(page) == page.get_url()
