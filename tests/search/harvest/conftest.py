"""A misbehaving site, which the harvester may ask though it stands on the loopback."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

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
