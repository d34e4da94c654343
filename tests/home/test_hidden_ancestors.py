"""A page below one that is hidden shows neither its title nor a way to it."""

from collections.abc import Callable

import pytest
from django.test import Client
from wagtail.models import Page

from home.models import StandardPage
from tests.factories import make_article, make_cluster, make_event
from tests.factories.content import section_of
from tests.factories.hiding import hide_draft, hide_future, hide_past
from tests.home.reading import read

pytestmark = pytest.mark.django_db

hidings = pytest.mark.parametrize("hide", [hide_draft, hide_future, hide_past])


def standard_page(parent: Page, title: str) -> StandardPage:
    """A page of the federation below another."""
    page = StandardPage(title=title, slug=title.lower(), summary="Words.", locale=parent.locale)
    parent.add_child(instance=page)
    return page


@hidings
def test_the_way_to_a_page_leaves_out_what_is_hidden(
    federation: object, hide: Callable[[Page], None]
) -> None:
    """Neither the breadcrumbs nor the list of machines tells it; what is public stays."""
    top = standard_page(section_of(None), "Dessus")
    secret = standard_page(top, "Secret")
    below = standard_page(secret, "Dessous")
    assert "Secret" in Client().get(below.url_path).content.decode()
    hide(secret)
    page = Client().get(below.url_path)
    assert page.status_code == 200
    assert "Secret" not in page.content.decode()
    assert f'href="{top.url_path}"' in page.content.decode()
    steps = read(below.url_path).thing("BreadcrumbList")["itemListElement"]
    assert isinstance(steps, list)
    assert [step["name"] for step in steps][1:] == ["Dessus", "Dessous"]


@hidings
def test_nothing_leads_to_a_section_that_is_hidden(federation: object, hide: Callable[[Page], None]) -> None:
    """Chip, aside, breadcrumbs and author keep the cluster's name, without the link that would be a 404."""
    cluster = make_cluster("cache", "CAC", "EdTech Cachée")
    section = section_of(cluster)
    article, event = make_article(cluster), make_event(cluster)
    link = f'href="{section.url_path}"'
    assert link in Client().get(article.url_path).content.decode()
    hide(section)
    assert Client().get(section.url_path).status_code == 404
    for page in (article, event):
        html = Client().get(page.url_path).content.decode()
        assert link not in html
        assert "EdTech Cachée" in html
    assert read(article.url_path).thing("NewsArticle")["author"] == {
        "@type": "Organization",
        "name": "EdTech Cachée",
    }
    assert read(event.url_path).thing("Event")["organizer"] == {
        "@type": "Organization",
        "name": "EdTech Cachée",
    }
