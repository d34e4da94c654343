"""Who asks: somebody nobody knows, and the neighbours."""

from collections.abc import Callable

from tests.admin_walk.browser import Browser
from tests.embargo_oracle.world import World

VISITORS: dict[str, Callable[[World], Browser]] = {
    "anonymous": lambda world: Browser(None),
    "editor of another cluster": lambda world: Browser(world.stage.people["editor"]),
    # Who has a link reads by it alone, whoever they are: `links` has those that open nothing, asked by everybody;
    # what a good one opens, tests.embargo_oracle.journalist asks.
}
WITH_ADMIN = ("editor of another cluster",)
"""Who can sign in: they ask the admin's addresses, too."""
