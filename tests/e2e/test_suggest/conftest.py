"""A site with something to suggest, and a reader who types."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.served.site import Site

CONTENT = """
from clusters.models import Cluster
from tests.factories import make_article, make_event
from wagtail.models import Page
# The tests may be run in two groups, on one site.
Page.objects.filter(slug__in=["atelier-robotique", "robotique-college", "rencontre-robotique", "tadrib-robot"]).delete()
ours = Cluster.objects.get(slug="garonne")
make_article(ours, title="Un atelier <i>gras</i> de robotique", slug="atelier-robotique")
make_article(None, title="La robotique au collège", slug="robotique-college")
make_event(ours, title="Rencontre de robotique", slug="rencontre-robotique")
make_article(ours, "ar", title="تدريب المعلمين على الروبوت", slug="tadrib-robot")
from django.utils import timezone
from search.harvest.harvested_items import FoundItem
from search.harvest.storing import store
from search.models import HarvestSource, SourceState
site, _ = HarvestSource.objects.get_or_create(cluster=ours, name="Le carnet", address="https://carnet.example/flux",
    defaults={"consent_by": "Le cluster", "licence": "CC BY 4.0", "state": SourceState.PAUSED})
store(site, [FoundItem(guid="", address="https://carnet.example/a", title="Orthèses imprimées")], timezone.now())
site.items.update(next_visit=None)
print("done")
"""


@pytest.fixture(scope="session")
def suggesting(site: Site) -> Site:
    """The site of the journeys with something on robots."""
    site.ask(CONTENT)
    return site


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """The only page of a browser that has seen nothing yet, of a reader with a keyboard."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()
