"""A part of the site under a manager that starts it again when it ends, as systemd does with the units of the kit."""

import os
import signal
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path

from tests.faults.postgres import ROOT, children_of

PAUSE = 2.0
"""`RestartSec` of the units."""


class Unit:
    """A command that is run again after it ended, until it is stopped."""

    def __init__(self, command: list[str], environment: dict[str, str], log: Path, *files: int) -> None:
        """Starts it; `files` are descriptors that it inherits."""
        self.command, self.environment, self.log, self.files = command, environment, log, files
        self._is_wanted, self._lock = True, threading.Lock()
        self.process = self._started()
        self._manager = threading.Thread(target=self._manage, daemon=True)
        self._manager.start()

    def _started(self) -> "subprocess.Popen[bytes]":
        with self.log.open("ab") as log:
            return subprocess.Popen(
                self.command,
                env=self.environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                pass_fds=self.files,
                start_new_session=True,
            )

    def _manage(self) -> None:
        while self._is_wanted:
            self.process.wait()
            # What a main process leaves behind is ended by systemd, before it starts the unit anew.
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            time.sleep(PAUSE)
            with self._lock:
                if self._is_wanted:
                    self.process = self._started()

    def children(self) -> list[int]:
        """Returns the processes that it has started."""
        return children_of(self.process.pid)

    def restart(self) -> None:
        """`systemctl restart`: asks it to end; the manager starts it again."""
        self.process.send_signal(signal.SIGTERM)

    def stop(self) -> None:
        """Ends it for good, whatever state it is in."""
        with self._lock:
            self._is_wanted = False
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGCONT)
            self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        # It ends what a main process that was killed has left behind.
        self._manager.join(2 * PAUSE)
