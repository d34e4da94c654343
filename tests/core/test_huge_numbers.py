"""Keys that no database holds are keys of nothing: their addresses are not found, filters by them find nothing."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Page

from tests.factories import make_article, make_cluster, make_user

pytestmark = pytest.mark.django_db

HUGE = "9" * 23
MISSING = {302, 404}


@pytest.mark.parametrize("number", [2**31, 2**63 - 1, 2**63, 10**22, -(2**63) - 1])
def test_a_list_of_keys_matches_what_is_there_alone(federation: object, number: int) -> None:
    page = make_article(None)
    assert list(Page.objects.filter(pk__in=[page.pk, number])) == [page.page_ptr]
    assert not Page.objects.filter(pk__in=[number]).exists()
    assert Page.objects.exclude(pk__in=[number]).filter(pk=page.pk).exists()
    assert not Group.objects.filter(user__in=[number]).exists()


def test_addresses_of_the_admin_say_that_there_is_nothing(federation: object) -> None:
    cluster = make_cluster("nord", "NOR")
    page = make_article(cluster)
    client = Client()
    client.force_login(make_user("paul", cluster, "publisher"))
    for address in (
        f"pages/{HUGE}/edit/",
        f"pages/{HUGE}/delete/",
        f"pages/{page.pk}/move/{HUGE}/confirm/",
        f"pages/{HUGE}/",
        f"images/{HUGE}/",
        f"organisations/edit/{HUGE}/",
        f"bulk/wagtailcore/page/delete/?id={HUGE}",
        f"api/main/pages/{HUGE}/",
    ):
        assert client.get(f"/admin/{address}").status_code in MISSING, address
    for address in (
        f"pages/?owner={HUGE}",
        f"reports/site-history/?user={HUGE}",
        f"reports/locked/?locked_by={HUGE}",
        f"reports/workflow/?requested_by={HUGE}",
        f"images/?collection_id={HUGE}",
    ):
        assert client.get(f"/admin/{address}").status_code == 200, address


def test_wagtails_address_that_fails_on_purpose_is_none(federation: object) -> None:
    client = Client()
    client.force_login(make_user("paul", make_cluster("nord", "NOR"), "publisher"))
    assert client.get("/admin/failwhale/").status_code == 404
