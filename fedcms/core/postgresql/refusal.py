"""Says whether nobody listens at the database's address, so that nobody can write to it either."""

import socket
from collections.abc import Iterator
from typing import Any

from django.db import connection

_SECONDS = 1.0
_PORT = "5432"
_THIS_MACHINE = "localhost"
_reached: dict[str, str] = {}
"""The folder and the port of the socket by which this process reached the database last."""


def note_reached(host: str, port: int) -> None:
    """Notes by which address a connection was made: where settings name no host, libpq alone knows its socket."""
    if host.startswith("/"):
        _reached.update(host=host, port=str(port))


def is_refused() -> bool:
    """Returns whether each address of the database refuses to be connected to.

    A machine that is gone or cut off refuses nothing: then another might still reach the database. False on SQLite.
    """
    if connection.vendor != "postgresql":
        return False
    addresses = list(_addresses(connection.settings_dict))
    return bool(addresses) and all(_refuses(*address) for address in addresses)


def _addresses(settings: dict[str, Any]) -> Iterator[tuple[socket.AddressFamily, Any]]:
    """Yields each address that a connection would try; where settings name none, the socket that was reached last."""
    hosts = str(settings["HOST"] or _reached.get("host", "")).split(",")
    ports = str(settings["PORT"] or (_PORT if settings["HOST"] else _reached.get("port", _PORT))).split(",")
    for number, host in enumerate(hosts):
        port = ports[min(number, len(ports) - 1)] or _PORT
        if host.startswith("/"):
            yield socket.AF_UNIX, f"{host}/.s.PGSQL.{port}"
        elif host:
            # A name is looked up without a limit while pages wait, and may lead to another machine by then.
            flags = 0 if host == _THIS_MACHINE else socket.AI_NUMERICHOST
            try:
                found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=flags)
            except OSError:
                # A name, or no address at all: no answer.
                yield socket.AF_UNSPEC, None
            else:
                yield from ((protocol, address) for protocol, _kind, _number, _name, address in found)
        else:
            yield socket.AF_UNSPEC, None


def _refuses(protocol: socket.AddressFamily, address: Any) -> bool:
    if protocol == socket.AF_UNSPEC:
        return False
    with socket.socket(protocol, socket.SOCK_STREAM) as probe:
        probe.settimeout(_SECONDS)
        try:
            probe.connect(address)
        except (ConnectionRefusedError, FileNotFoundError):
            return True
        except OSError:
            return False
    return False
