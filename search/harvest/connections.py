"""Connects to one checked address, and cuts the connection after a time limit."""

import socket
import ssl
import threading
from functools import lru_cache

from django.conf import settings
from urllib3.connection import HTTPConnection, HTTPSConnection

from fedcms.core.http.cuttable_sockets import CuttableSockets
from search.harvest.network import RequestTarget

CHUNK = 65_536


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    """Returns a TLS context that checks hosts against the system's certificates. Cached: making it takes some 20 ms."""
    return ssl.create_default_context()


class Watchdog:
    """A timer that cuts a connection at its deadline.

    A time-out for each read would not stop a server that sends one byte at a time.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._sockets = CuttableSockets()
        self._timer = threading.Timer(max(seconds, 0.01), self._sockets.cut)
        self._timer.daemon = True

    def start(self) -> None:
        """Starts the timer, before the connection is made: that takes time, too."""
        self._timer.start()

    @property
    def bitten(self) -> bool:
        """Whether the time was over."""
        return self._sockets.is_cut

    def watch(self, connected: socket.socket) -> None:
        """Cuts this connection, too, when the time is over."""
        self._sockets.watch(connected)

    def close(self) -> None:
        """Stops the timer. Call it when the connection is no longer used."""
        self._timer.cancel()
        self._sockets.close()


class _Pinned(HTTPConnection):
    """A connection to the IP address that was checked; the request still names the host."""

    target: RequestTarget
    watchdog: Watchdog

    def _new_conn(self) -> socket.socket:
        timeout = min(self.watchdog.seconds, settings.FEDCMS_HARVEST_CONNECT_SECONDS)
        self.watchdog.start()
        connected = socket.create_connection((self.target.number, self.target.port), timeout)
        self.watchdog.watch(connected)
        return connected


class _PinnedTls(_Pinned, HTTPSConnection):
    """A `_Pinned` connection over TLS; the certificate must be valid for the host's name."""


def connection_to(target: RequestTarget, watchdog: Watchdog, seconds: float) -> _Pinned:
    """Returns a connection to the target's checked IP address, not opened yet. `seconds` limits each read."""
    connection = (
        _PinnedTls(target.host, target.port, timeout=seconds, ssl_context=_tls())
        if target.scheme == "https"
        else _Pinned(target.host, target.port, timeout=seconds)
    )
    connection.target, connection.watchdog = target, watchdog
    return connection
