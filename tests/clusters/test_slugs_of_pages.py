"""The address of a page that an editor writes in a script that browsers cannot transliterate."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from clusters.models import Cluster
from news.models import ArticlePage
from tests.factories import make_cluster, make_user
from tests.factories.content import parent_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster(federation: object) -> Cluster:
    """A cluster with its section."""
    return make_cluster("nord", "NOR")


def form(title: str, slug: str) -> dict[str, str]:
    """What the editor posts."""
    values = {"title": title, "slug": slug, "summary": "نص", "body": streamfield([])}
    filled: dict[str, str] = nested_form_data({**values, "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}})
    return filled


@pytest.mark.parametrize("sent", ["", "---"])
def test_a_page_in_arabic_gets_an_address_made_of_its_title_until_it_is_public(
    cluster: Cluster, client: Client, sent: str
) -> None:
    """wagtail #7255. The editor saves while one types: the address follows the title, not its first letters."""
    listing = parent_for(ArticlePage, cluster, "ar")
    client.force_login(make_user("publisher", cluster, "publisher"))
    answer = client.post(
        reverse("wagtailadmin_pages:add", args=["news", "articlepage", listing.pk]), form("سنة", sent)
    )
    assert answer.status_code == 302, answer.context["form"].errors
    page = Page.objects.child_of(listing).get()
    assert page.slug == "sna"

    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    client.post(address, form("سنة من القياسات", "sna"))
    page.refresh_from_db()
    assert page.slug == "sna-mn-alqyasat"

    client.post(address, form("سنة من القياسات", "qyasat") | {"action-publish": "1"})
    client.post(address, form("سنة", "qyasat") | {"action-publish": "1"})
    page.refresh_from_db()
    assert (page.title, page.slug) == ("سنة", "qyasat"), "what a person typed, and what is public, stays"
    assert Client().get(page.url).status_code == 200
