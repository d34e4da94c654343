"""The backend that `DATABASES` names: Django's own, with connections that do not wait for a server that hangs."""

from typing import Any

from django.db.backends.postgresql import base
from psycopg.errors import ConnectionTimeout

from fedcms.core.postgresql import driver
from fedcms.core.postgresql.refusal import note_reached
from fedcms.core.postgresql.server_watch import watch


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's."""

    Database = driver

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connects. Raises `OperationalError` at once while the server hangs: each would wait for seconds."""
        watch.refuse_if_hung()
        watch.connect_as(conn_params)
        try:
            made = super().get_new_connection(conn_params)
        except ConnectionTimeout:
            watch.look()
            raise
        note_reached(made.info.host, made.info.port)
        return made
