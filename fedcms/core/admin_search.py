"""Wagtail's database search for the admin, without recomputing title weights at each save.

Wagtail weighs a title by its length against the average of all: at each save it reads every entry's title, twice (some
140 ms of each publication at 100,000 pages). Here an entry is written with the neutral weight, and gets its own with
the worker's next round. Elsewhere than in a save (`update_index`) all is as Wagtail does it.
"""

from functools import cache
from typing import Any

from modelsearch.backends import database
from wagtail.search.backends import get_search_backend

WEIGH_SECONDS = 600.0


@cache
def _without_weights(index_class: Any) -> Any:
    """The class of an index that weighs titles when it is told to, made of Wagtail's for the database in use."""

    class Index(index_class):
        def _refresh_title_norms(self, full: bool = False) -> None:  # Wagtail's signature
            if full:
                super()._refresh_title_norms(full=True)

        def weigh_new_titles(self) -> None:
            """Gives their weight to entries that still have the neutral one."""
            if self.entries.filter(title_norm=1.0).exists():
                super()._refresh_title_norms()

    return Index


def SearchBackend(params: dict[str, object]) -> Any:  # noqa: N802  # the name by which Wagtail looks for it
    """Wagtail's backend for the database in use, with such an index; a database without weights has none."""
    backend = database.SearchBackend(params)
    if hasattr(backend.index_class, "_refresh_title_norms"):
        backend.index_class = _without_weights(backend.index_class)
    return backend


def weigh_new_titles() -> None:
    """The worker's part: what was written since the last time gets its weight."""
    backend = get_search_backend()
    index = backend.index_class(backend)
    if hasattr(index, "weigh_new_titles"):
        index.weigh_new_titles()
