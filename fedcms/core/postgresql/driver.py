"""psycopg as Django's backend sees it, with connections that give up a server that hangs."""

import psycopg

from fedcms.core.postgresql.waiting import WatchedConnection

connect = WatchedConnection.connect


def __getattr__(name: str) -> object:
    """Returns all else that Django or a package asks its driver for (errors, `Binary`): psycopg's own."""
    return getattr(psycopg, name)
