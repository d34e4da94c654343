"""A misbehaving site, which the harvester may ask though it stands on the loopback."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from clusters.models import Cluster
from search.harvest.parsing import parse
from search.harvest.parsing.pages import read_page
from tests.factories import make_cluster
from tests.search.harvest.server import Site, running_site

LOOPBACK = "127.0.0.0/8"


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    """A site that may be asked at once and again."""
    settings.FEDCMS_HARVEST_OPEN_NETWORKS = [LOOPBACK]
    settings.FEDCMS_HARVEST_HOST_SECONDS = 0
    settings.FEDCMS_HARVEST_SECONDS = 5
    with running_site() as running:
        yield running


@pytest.fixture
def quick_parsing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parses here: the process apart costs half a second, and has tests of its own."""
    monkeypatch.setattr("search.harvest.harvest_run.parse_apart", parse)
    monkeypatch.setattr("search.harvest.harvest_run.read_page_apart", read_page)
    monkeypatch.setattr("search.harvest.page_visits.read_page_apart", read_page)


@pytest.fixture
def cluster(federation: object) -> Cluster:
    """A cluster without section and team: three seconds less a test."""
    return Cluster.objects.create(
        slug="ouest",
        code="OUE",
        name={"fr": "EdTech Ouest"},
        territory={"fr": "Ouest"},
        email="contact@ouest.example",
    )


@pytest.fixture
def section(federation: object) -> Cluster:
    """A cluster with both."""
    return make_cluster("ouest", "OUE", "EdTech Ouest")
