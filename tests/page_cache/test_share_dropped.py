"""A publication drops what may show it, and little else: at most five of a hundred of five thousand kept pages."""

import json
import sys
from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from pytest_django import Settings
from wagtail.models import Page

from clusters.models import Cluster
from fedcms.core.page_cache.store import MOST_WITH_QUERY, store
from fedcms.core.shown_tags import MENU, page_tag, set_tag, table_tag
from tests.factories import make_article, make_cluster, make_event, make_mission, make_release
from tests.page_cache.support import answer
from tests.test_query_budgets import BUDGETS

# The fixture `site`.
pytest_plugins = ("tests.budget_site",)
pytestmark = pytest.mark.django_db

PAGES, AT_MOST = 5_000, 0.05
LISTS = ("news", "agenda", "missions")


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
    number = 0
    while len(store) < PAGES:
        number += 1
        tags = (page_tag(1_000_000 + number), set_tag(uuid4()), MENU, table_tag("clusters_cluster"))
        store.keep(f"http\nhost\n\n\n/fr/article-{number}/\n", answer(*tags), store.number())


def test_a_publication_drops_few_of_many(site: Cluster, settings: Settings) -> None:
    ContentType.objects.clear_cache()
    settings.FEDCMS_PAGE_CACHE = True
    other = make_cluster("voisin", "VOI")
    _fill()
    shares = {}
    for make in (make_article, make_event, make_mission, make_release):
        before = _kept()
        page = make(other, title="Nouveau")
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
