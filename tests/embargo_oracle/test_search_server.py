"""The same with a search server: hits and suggestions are asked before, after, and once all is withdrawn."""

import os

import pytest

from tests.embargo_oracle.clock import after_the_moment, withdraw
from tests.embargo_oracle.oracle import Oracle
from tests.embargo_oracle.sentinels import is_opened, words_in
from tests.embargo_oracle.world import World
from tests.search.conftest import SERVER, feed, search_server  # noqa: F401  # a fixture

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.elasticsearch,
    pytest.mark.skipif(not os.environ.get(SERVER), reason=f"{SERVER} names no server"),
]

ROUTES = {"search", "search_atom", "search_api:search", "search_api:suggestions"}


@pytest.mark.usefixtures("search_server")
def test_a_search_server_knows_nothing_before_and_nothing_once_withdrawn(world: World) -> None:
    feed()
    assert Oracle(world, "anonymous").ask(ROUTES).leaks == []
    with after_the_moment(world):
        feed()
        report = Oracle(world, "anonymous", hidden=lambda word: not is_opened(word)).ask(ROUTES)
        assert report.leaks == []
        titles = {word for page in world.due_pages() for word in words_in(page.title)}
        assert titles <= report.shown["search_api:search"]
        withdraw(world)
        feed()
        assert Oracle(world, "anonymous").ask(ROUTES).leaks == []
