"""How the engine of the public search is, for what watches the site."""

from fedcms.core.health.parts import PartState
from search.engines import get_engine


def engine_state() -> PartState:
    """Returns whether the engine answers. Its own words may hold an address: they stay in the log."""
    health = get_engine().health()
    return PartState(
        is_well=health.ok, says="" if health.ok else f"The search engine {health.engine} does not answer."
    )
