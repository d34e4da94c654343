"""Pages with an empty form are kept as well: many readers have one stamp, and the message of each arrives."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import Page, PageViewRestriction

from clusters.models import Cluster, ContactMessage
from fedcms.core.page_cache.store import store
from tests.page_cache.support import is_kept, kept
from tests.test_query_budgets import BUDGETS

# The fixture `site`.
pytest_plugins = ("tests.budget_site",)
pytestmark = pytest.mark.django_db

FORMS = [BUDGETS[name][0] for name in ("contact", "join", "join a cluster")]
CONTACT = FORMS[0]


@pytest.fixture(autouse=True)
def _with_cache(site: Cluster, settings: Settings) -> None:
    ContentType.objects.clear_cache()
    settings.FEDCMS_PAGE_CACHE = True


def stamp_of(page: str) -> str:
    found = re.search(r'name="stamp" value="([^"]+)"', page)
    assert found
    return found[1]


def written(name: str, stamp: str) -> dict[str, str]:
    return {
        "name": name,
        "email": "a@lycee.example",
        "organisation": "Lycée",
        "subject": "Question",
        "message": "Comment participer ?",
        "stamp": stamp,
    }


@pytest.mark.parametrize("path", FORMS)
def test_readers_of_a_kept_page_all_send_their_message(path: str) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        pages = [kept(path)[1], kept(path)[1]]
        assert is_kept(path)
        assert stamp_of(pages[0]) == stamp_of(pages[1])
        clock.move_to(start + timedelta(minutes=5))
        for name in ("Une enseignante", "Un élève", "Un élève"):
            assert Client().post(path, written(name, stamp_of(pages[1]))).status_code == 302
    assert sorted(sent.name for sent in ContactMessage.objects.all()) == ["Un élève", "Une enseignante"]


@pytest.mark.parametrize("path", FORMS)
def test_who_has_a_kept_form_is_told_that_it_is_the_same(path: str) -> None:
    first = Client().get(path)
    again = Client().get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Cache-Control"] == "no-cache"


def test_the_stamp_of_a_kept_page_serves_for_a_day_as_any_other() -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        kept(CONTACT)
        # The oldest page that is answered was made an hour and a minute ago.
        clock.move_to(start + timedelta(minutes=59))
        stamp = stamp_of(kept(CONTACT)[1])
        clock.move_to(start + timedelta(hours=23))
        assert Client().post(CONTACT, written("Une enseignante", stamp)).status_code == 302


def test_a_form_behind_a_password_or_of_one_reader_is_not_kept() -> None:
    client = Client()
    client.cookies["sessionid"] = "somebody"
    assert "private" in client.get(CONTACT)["Cache-Control"]
    PageViewRestriction.objects.create(
        page=Page.objects.get(url_path=CONTACT), restriction_type="password", password="mot"
    )
    for _ in range(2):
        assert "private" in Client().get(CONTACT).get("Cache-Control", "private")
    assert len(store) == 0
