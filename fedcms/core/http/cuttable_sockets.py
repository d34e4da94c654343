"""Sockets that another thread cuts: a time-out begins anew at each byte, so that who drips holds a reader for hours."""

import socket
from contextlib import suppress
from threading import Lock


class CuttableSockets:
    """The sockets of one request; `cut` ends what waits for them, in whichever thread."""

    def __init__(self) -> None:
        """Nothing is connected yet."""
        self.is_cut = False
        self._lock = Lock()
        self._handles: list[socket.socket] = []

    def watch(self, connected: socket.socket) -> None:
        """Keeps a second handle of a socket, since TLS takes over the first. One that comes too late is cut at once."""
        with self._lock:
            self._handles.append(connected.dup())
            is_late = self.is_cut
        if is_late:
            self.cut()

    def cut(self) -> None:
        """Shuts all of them down: who reads or writes goes on with an error, and nothing more is sent."""
        self.is_cut = True
        for each in self._taken():
            with suppress(OSError), each:
                each.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Lets go of the handles. Call it when the request is over."""
        for each in self._taken():
            each.close()

    def _taken(self) -> list[socket.socket]:
        with self._lock:
            handles, self._handles = self._handles, []
        return handles
