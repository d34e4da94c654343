"""A worker that is killed with -9 at any step before the search server: nothing is lost, nothing hidden shown."""

import json
import os
import subprocess
import sys

import pytest

from tests.core.conftest import make_database, site  # noqa: F401  # a scratch database with workers
from tests.core.worker_site import ROOT, WorkerSite

from .conftest import SERVER
from .deaths import Round

pytestmark = pytest.mark.elasticsearch

POINTS = 8
"""How many steps there are: deaths.steps and the publication itself."""


@pytest.fixture
def rounds(site: WorkerSite) -> list[Round]:  # noqa: F811
    """What was seen of each death."""
    url = os.environ.get(SERVER)
    if not url:
        pytest.skip(f"{SERVER} names no server")
    given = {"FEDCMS_SEARCH_URL": url, "FEDCMS_SEARCH_PREFIX": f"killed-{os.getpid()}"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.search.deaths"],
        env=site.environment(**given, FEDCMS_SEARCH_TIMEOUT="20"),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-5000:]
    return [Round(**json.loads(line)) for line in done.stdout.splitlines()]


def test_kill_9_at_each_step_between_commit_and_search_server_loses_and_shows_nothing(
    rounds: list[Round],
) -> None:
    assert len(rounds) == POINTS
    for seen in rounds:
        assert seen.killed, seen.point
        # Nothing of a page that was withdrawn, and no title that a page no longer has.
        assert set(seen.shown_meanwhile) <= set(seen.visible), seen.point
        assert seen.shown == seen.visible, seen.point
        assert seen.differences == [], seen.point
    assert len({title for seen in rounds for title in seen.visible}) == 2 * POINTS
