"""A publication drops what may show it, and little else: at most five of a hundred of five thousand kept pages."""

import json
import sys
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import Locale, Page

from clusters.content.neighbours.shown import neighbours_tag
from clusters.models import Cluster, Organisation
from fedcms.core.changes.outbox import dispatch
from fedcms.core.page_cache.store import MOST_WITH_QUERY, store
from fedcms.core.shown_tags import organisation_tag, page_tag, set_tag
from tests.events.applications.support import make_call
from tests.factories import make_article, make_cluster, make_event, make_mission, make_release
from tests.page_cache.support import answer
from tests.test_query_budgets import BUDGETS

# The fixture `site`.
pytest_plugins = ("tests.budget_site",)
pytestmark = pytest.mark.django_db

PAGES, AT_MOST = 5_000, 0.05
LISTS = ("news", "agenda", "missions")
PAGES_OF = {"organisation": 500, "mission": 150, "event": 600, "release": 350}
"""Of how many pages of a kind a site keeps; all others are articles."""


def _kept() -> set[str]:
    return set(store._kept)


def _fill() -> None:
    """Each list of the site in each language and cluster, as many with filters as are kept, and articles."""
    structural = Page.objects.filter(depth__gt=1, numchild__gte=0).exclude(depth__gt=5)
    for path in structural.live().values_list("url_path", flat=True):
        Client().get(path)
    for name in LISTS:
        Client().get(f"{BUDGETS[name][0]}?topic=ai")
    filtered = [(key, store._kept[key]) for key in _kept() if key.endswith("topic=ai")]
    assert len(filtered) == len(LISTS)
    for number in range(MOST_WITH_QUERY):
        key, made = filtered[number % len(LISTS)]
        store.keep(f"{key}&year={2000 + number}", made, store.number())
    for name, number in PAGES_OF.items():
        _copy(name, number)
    _copy("article", PAGES - len(store))


def _copy(name: str, number: int) -> None:
    """Keeps as many pages of a kind, with the tags that one of them was made with, but its own."""
    path = BUDGETS[name][0]
    Client().get(path)
    [made] = [kept for key, kept in store._kept.items() if key.split("\n")[-2:] == [path, ""]]
    tags = made.tags - _own_tags(path)
    assert len(tags) < len(made.tags)
    for each in range(number):
        own = (page_tag(1_000_000 + each), set_tag(uuid4()))
        store.keep(f"http\nhost\n\n\n{path}{each}/\n", answer(*tags, *own), store.number())


def _own_tags(path: str) -> set[str]:
    page = Page.objects.filter(url_path=path).first()
    if page is None:
        organisation = Organisation.objects.get(slug="lab")
        return {organisation_tag(organisation.pk, Locale.objects.get(language_code="fr").pk)}
    return {page_tag(page.pk), set_tag(page.translation_key), neighbours_tag(page.translation_key)}


def test_a_publication_drops_few_of_many(site: Cluster, settings: Settings) -> None:
    ContentType.objects.clear_cache()
    settings.FEDCMS_PAGE_CACHE = True
    other, organisation = make_cluster("voisin", "VOI"), Organisation.objects.get(slug="lab")
    _fill()
    shares = {}
    for make in (make_article, make_event, make_mission, make_release):
        before = _kept()
        page = make(other, title="Nouveau", organisation=organisation)
        if make is make_mission:
            make_call(page, closes_at=timezone.now() + timedelta(days=20))
            page.title = "Avec un appel"
            page.save_revision().publish()
        while dispatch():
            pass
        store.look_now()
        store.look()
        dropped = before - _kept()
        assert dropped, page
        shares[page.kind] = {
            "kept": len(before),
            "dropped": len(dropped),
            "share": len(dropped) / len(before),
        }
        for key in dropped:
            Client().get("?".join(key.split("\n")[-2:]).rstrip("?"))
    sys.stdout.write(json.dumps({"pages": PAGES, "publications": shares}) + "\n")
    assert max(each["share"] for each in shares.values()) <= AT_MOST, shares
