"""Who asks: somebody nobody knows, and the neighbours."""

from collections.abc import Callable

from tests.admin_walk.browser import Browser
from tests.embargo_oracle.world import World

VISITORS: dict[str, Callable[[World], Browser]] = {
    "anonymous": lambda world: Browser(None),
    "editor of another cluster": lambda world: Browser(world.stage.people["editor"]),
    # An accredited journalist reads one release before its moment, by a link of their own: add them here, and in
    # `oracle.Oracle.leaks` the words of that release, which they may read at their link and nowhere else.
}
WITH_ADMIN = ("editor of another cluster",)
"""Who can sign in: they ask the admin's addresses, too."""
