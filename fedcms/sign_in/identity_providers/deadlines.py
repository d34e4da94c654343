"""Ends requests by a deadline, whatever the server does: each in a thread of its own, whose sockets are cut.

In a thread, since looking up a name has no time-out at all.
"""

import socket
from collections.abc import Callable
from threading import Event, Thread, local

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection

from fedcms.core.http.cuttable_sockets import CuttableSockets

_here = local()


class Job:
    """A request in a thread. Who waits for it goes on at the deadline; the thread ends with its sockets."""

    def __init__(self, work: Callable[[], requests.Response], when_ended: Callable[[], None]) -> None:
        self._work, self._when_ended = work, when_ended
        self.sockets = CuttableSockets()
        self._ended = Event()
        self._found: list[requests.Response] = []
        self._error: Exception | None = None
        Thread(target=self._run, name="identity-provider", daemon=True).start()

    def result(self, seconds: float) -> requests.Response:
        """Waits for the answer, so many seconds at most. Raises `TimeoutError`, or what the work has raised."""
        if not self._ended.wait(max(seconds, 0.0)):
            self.sockets.cut()
            raise TimeoutError
        if self._error is not None:
            raise self._error
        return self._found[0]

    def _run(self) -> None:
        _here.job = self
        try:
            self._found.append(self._work())
        except Exception as error:  # noqa: BLE001  # whatever it is, it is raised where it is waited for
            self._error = error
        finally:
            self.sockets.close()
            self._when_ended()
            self._ended.set()


def _watched(made: socket.socket) -> socket.socket:
    job: Job | None = getattr(_here, "job", None)
    if job is not None:
        job.sockets.watch(made)
    return made


class _Connection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _watched(super()._new_conn())


class _SecureConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _watched(super()._new_conn())


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class WatchedAdapter(HTTPAdapter):
    """Connects by sockets that the job of this thread can shut down, also to a proxy of the environment."""

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **kwargs: object) -> None:
        """Makes what keeps connections."""
        super().init_poolmanager(connections, maxsize, block, **kwargs)
        _watch_pools(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **kwargs: object) -> PoolManager:
        """Returns what keeps connections to a proxy."""
        manager: PoolManager = super().proxy_manager_for(proxy, **kwargs)
        _watch_pools(manager)
        return manager


def watch_session(session: requests.Session) -> None:
    """Has the connections of a session end with the job of their thread."""
    for scheme in ("https://", "http://"):
        session.mount(scheme, WatchedAdapter())


def _watch_pools(manager: PoolManager) -> None:
    manager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}
