"""A bucket in place of the folders of files."""

from collections.abc import Iterator

import pytest
from django.core.cache import caches
from pytest_django import Settings

from tests.buckets.server import BUCKET, BucketServer, moto, seaweed, storages_in


@pytest.fixture(scope="session")
def _seaweed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BucketServer]:
    with seaweed(tmp_path_factory.mktemp("seaweed")) as found:
        yield found


@pytest.fixture(scope="session")
def _moto() -> Iterator[BucketServer]:
    with moto() as found:
        yield found


@pytest.fixture(params=["_moto", "_seaweed"])
def server(request: pytest.FixtureRequest) -> BucketServer:
    """One server of each kind for all tests of a process."""
    found: BucketServer = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def bucket(server: BucketServer, settings: Settings) -> BucketServer:
    """The site's files are in the bucket, which is empty."""
    for key in server.keys:
        server.client.delete_object(Bucket=BUCKET, Key=key)
    # Wagtail remembers which renditions an image has.
    for cache in caches.all():
        cache.clear()
    settings.FEDCMS_S3_BUCKET = BUCKET
    settings.STORAGES = settings.STORAGES | storages_in(server.address)
    return server
