"""Wagtail's database search for the admin, without recomputing title weights at each save.

Wagtail weighs a title by its length against the average of all titles. For that it reads the titles of all entries
twice at each save (some 140 ms of each publication at 100,000 pages). Here a new entry gets a neutral weight, and the
worker computes the right one later. `update_index` does as in Wagtail.
"""

from functools import cache
from typing import Any

from modelsearch.backends import database
from wagtail.search.backends import get_search_backend

WEIGH_SECONDS = 600.0


@cache
def _without_weights(index_class: Any) -> Any:
    """Returns a subclass of Wagtail's index class that computes title weights only when it is told to."""

    class Index(index_class):
        def _refresh_title_norms(self, full: bool = False) -> None:  # Wagtail's signature
            if full:
                super()._refresh_title_norms(full=True)

        def weigh_new_titles(self) -> None:
            """Computes the weights if some entry still has the neutral one."""
            if self.entries.filter(title_norm=1.0).exists():
                super()._refresh_title_norms()

    return Index


def SearchBackend(params: dict[str, object]) -> Any:  # noqa: N802  # the name by which Wagtail looks for it
    """Returns Wagtail's backend for the database in use, without title weights at each save.

    Where the database's index has no weights, the backend is Wagtail's own.
    """
    backend = database.SearchBackend(params)
    if hasattr(backend.index_class, "_refresh_title_norms"):
        backend.index_class = _without_weights(backend.index_class)
    return backend


def weigh_new_titles() -> None:
    """Computes the title weights of entries written since the last time. Runs in the worker."""
    backend = get_search_backend()
    index = backend.index_class(backend)
    if hasattr(index, "weigh_new_titles"):
        index.weigh_new_titles()
