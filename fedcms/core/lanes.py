"""The worker's lanes: one thread each, with a queue of the same name, so that none delays another."""

from enum import StrEnum


class Lane(StrEnum):
    """A lane of the worker: a thread that runs in parallel to others. Its value is also a queue of `settings.TASKS`."""

    PUBLICATION = "publication"
    """Publishes and expires pages by the clock, and does nothing else: no task has this queue."""
    MAIL = "mail"
    FOLLOWERS = "followers"
    """What follows a publication: the outbox of public changes, renditions, social cards, entries of large branches."""
    DEFAULT = "default"
    """What people started and wait for (translation jobs), and every task whose queue has no lane."""
    MAINTENANCE = "maintenance"
    """Repair, pruning, rebuilding: may take minutes."""
    HARVEST = "harvest"
    """Requests to other people's sites, which may hang."""
    DELIVERIES = "deliveries"
    """What is sent to partners' servers and hubs, several at once (home.outgoing); no task has this queue."""
    CACHES = "caches"
    """What proxies are told to drop, which may hang (core.page_cache.purging); no task has this queue."""
    MEANING = "meaning"
    """Vectors of what is searched, where a model is installed (search.meaning); no task has this queue."""
