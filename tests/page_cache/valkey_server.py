"""A real server of the shared level: Debian's redis-server, which speaks what Valkey speaks."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass
class Server:
    """Where it listens, and its process."""

    url: str
    process: "subprocess.Popen[bytes]"

    @contextmanager
    def hung(self) -> Iterator[None]:
        """It takes connections, as the system does for it, and answers nothing."""
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)


def program() -> str | None:
    """Returns the server's program; None where none is installed."""
    path = f"{os.environ.get('PATH', '')}:/usr/bin:/usr/sbin"
    return shutil.which("valkey-server", path=path) or shutil.which("redis-server", path=path)


def command(found: str, folder: Path, port: int) -> list[str]:
    """Returns how the program `found` is started, with its files in a folder."""
    options = ["--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder), "--save", ""]
    # Not into the output of whoever runs it.
    return [found, *options, "--loglevel", "warning", "--logfile", str(folder / "valkey.log")]


def listens(port: int) -> bool:
    """Returns whether anybody takes connections at a port."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


@contextmanager
def running(folder: Path, port: int = 0) -> Iterator[Server]:
    """Runs one on a port until the end of the block; skips without a program, which REQUIRE_SERVICES=1 forbids."""
    found = program()
    if found is None:
        pytest.skip("neither valkey-server nor redis-server is installed (apt install redis-server)")
    if not port:
        with socket.socket() as sock:
            sock.bind(("127.0.0.1", 0))
            port = int(sock.getsockname()[1])
    process = subprocess.Popen(command(found, folder, port))  # ours
    try:
        end = time.monotonic() + 20
        while not listens(port):
            assert process.poll() is None, "it ended"
            assert time.monotonic() < end
            time.sleep(0.02)
        yield Server(f"valkey://127.0.0.1:{port}/0", process)
    finally:
        process.kill()
        process.wait(timeout=20)
