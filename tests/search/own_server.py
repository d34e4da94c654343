"""An Elasticsearch that a test may kill or stop, and a way to it on which questions are counted."""

import os
import re
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parents[3] / "shared" / "elasticsearch"


class OwnServer:
    """A server with its files in `folder`; it keeps its address through its deaths."""

    def __init__(self, folder: Path) -> None:
        """Starts nothing yet."""
        self.folder = folder
        with socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", 0))
            two.bind(("127.0.0.1", 0))
            self.port, self._transport = one.getsockname()[1], two.getsockname()[1]

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Starts it and waits until it answers."""
        ports = [str(self.port), str(self._transport)]
        subprocess.run([SCRIPTS / "start", self.folder, *ports], check=True, capture_output=True)

    def send(self, number: signal.Signals) -> None:
        """A signal to its process: `SIGKILL`, or `SIGSTOP` and `SIGCONT`."""
        os.kill(int((self.folder / "pid").read_text()), number)

    def end(self) -> None:
        """Ends it, also while it is stopped."""
        with suppress(ProcessLookupError, FileNotFoundError):
            self.send(signal.SIGCONT)
        subprocess.run([SCRIPTS / "stop", self.folder], check=False, capture_output=True)


class CountingWay:
    """A TCP proxy to a server: passes bytes on, and counts the searches that went and the bytes that came back."""

    def __init__(self, listener: socket.socket, port: int) -> None:
        """`port` of 127.0.0.1 is where it leads."""
        self._listener = listener
        self._port = port
        self.searches = 0
        self.bytes_back = 0
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """What the site takes for the server's address."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                here, _ = self._listener.accept()
                there = socket.create_connection(("127.0.0.1", self._port))
                for pair in ((here, there), (there, here)):
                    threading.Thread(target=self._pass_on, args=(*pair, pair[0] is here), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, is_question: bool) -> None:
        with closing(source), closing(target), suppress(OSError):
            while data := source.recv(65536):
                if is_question:
                    self.searches += len(re.findall(rb"/_m?search HTTP/1\.1\r\n", data))
                else:
                    self.bytes_back += len(data)
                target.sendall(data)


@contextmanager
def counting_way(server: OwnServer) -> Iterator[CountingWay]:
    """A way to the server, closed at the end."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield CountingWay(listener, server.port)
        # `close` alone wakes nobody who waits in `accept`.
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
