"""The worker's lanes: one thread each, with a queue of the same name, so that none delays another."""

from enum import StrEnum


class Lane(StrEnum):
    """What the worker does side by side; a value is also the name of a queue of `settings.TASKS`."""

    PUBLICATION = "publication"
    """What goes live or off by the clock. Nothing else is done here: no task has this queue."""
    MAIL = "mail"
    FOLLOWERS = "followers"
    """What follows a publication: the outbox of public changes, renditions, social cards, entries of large branches."""
    DEFAULT = "default"
    """What people started and wait for (translation jobs), and every task whose queue no lane is named after."""
    MAINTENANCE = "maintenance"
    """Repair, pruning, rebuilding: may take minutes."""
    HARVEST = "harvest"
    """Other people's sites, which may hang."""
