"""A network that waits: a proxy that holds each form back for some seconds before the site gets it."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

CHUNK = 65_536


def _copy(source: socket.socket, target: socket.socket, seconds: float) -> None:
    """Copies until the source ends; waits before a part that begins a form."""
    with suppress(OSError):
        while part := source.recv(CHUNK):
            if seconds and part.startswith(b"POST "):
                time.sleep(seconds)
            target.sendall(part)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


@contextmanager
def slow_network(address: str, seconds: float) -> Iterator[str]:
    """Yields the address of a proxy to a site: each connection is of its own, each POST arrives `seconds` late."""
    site = urlsplit(address)
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            while True:
                client, _peer = listener.accept()
                server = socket.create_connection((site.hostname or "", site.port or 80))
                threading.Thread(target=_copy, args=(client, server, seconds), daemon=True).start()
                threading.Thread(target=_copy, args=(server, client, 0), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.close()
