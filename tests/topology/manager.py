"""Stands for systemd: starts, stops and reloads the units that the guide has installed in the root."""

import json
import os
import shlex
import signal
import socket
import socketserver
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from tests.topology.root import Root
from tests.topology.units import Unit, read_environment_file, read_unit

START = "exec 3<&{fd}; export LISTEN_FDS=1 LISTEN_PID=$$; "
DEBIANS = ("nginx", "postgresql", "redis-server")
"""Services of packages: Debian's own scripts start and stop them."""


class Manager:
    """What is known of units, and what runs."""

    def __init__(self, root: Root) -> None:
        self.root = root
        self.units: dict[str, Unit] = {}
        self.sockets: dict[str, socket.socket] = {}
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.timers: set[str] = set()

    # What systemctl is asked for

    def answer(self, words: list[str]) -> str:
        """Does what the words of a systemctl say; returns what it says. Raises `RuntimeError` when it fails."""
        flags, (verb, *names) = (
            [w for w in words if w.startswith("-")],
            [w for w in words if not w.startswith("-")],
        )
        if verb == "daemon-reload":
            self.load()
            return ""
        acts: dict[str, Callable[[str], None]] = {
            "start": self.start,
            "stop": self.stop,
            "restart": self.restart,
            "try-restart": self.try_restart,
            "reload": self.reload,
            "enable": self.enable,
        }
        if verb not in acts or not names or set(flags) - {"--now"}:
            raise RuntimeError(f"systemctl {shlex.join(words)}: tests/topology/manager.py does not know it.")
        for name in names:
            full = name if "." in name else f"{name}.service"
            acts[verb](full)
            if verb == "enable" and "--now" in flags:
                self.start(full)
        return ""

    def load(self) -> None:
        """Reads all units anew, as daemon-reload does."""
        files = sorted((self.root.folder / "etc/systemd/system").glob("fedcms-*.*"))
        self.units = {path.name: read_unit(path) for path in files}

    def unit(self, name: str) -> Unit:
        """Returns a unit that daemon-reload has read."""
        if name not in self.units:
            raise RuntimeError(
                f"Unit {name} not found: is it installed, and was `systemctl daemon-reload` run?"
            )
        return self.units[name]

    def enable(self, name: str) -> None:
        """Looks whether the unit says what wants it."""
        if not self.unit(name).words("WantedBy"):
            raise RuntimeError(f"{name} has no [Install] section: it cannot be enabled.")

    def start(self, name: str) -> None:
        """Starts a unit, and what it requires first; one that runs is left alone."""
        if name.removesuffix(".service") in DEBIANS:
            self.debian(name, "start")
            return
        unit = self.unit(name)
        if name.endswith(".timer"):
            self.unit(name.replace(".timer", ".service"))
            assert unit.one("OnCalendar"), f"{name} says no moment."
            self.timers.add(name)
        elif name.endswith(".socket"):
            self.listen(unit)
        elif not self.is_running(name):
            for other in unit.words("Requires"):
                self.start(other)
            self.start_service(unit)

    def stop(self, name: str) -> None:
        """Stops a unit: the main process first, then, after its time, what is left of it."""
        if name.removesuffix(".service") in DEBIANS:
            self.debian(name, "stop")
        elif name.endswith(".socket"):
            if name in self.sockets:
                self.sockets.pop(name).close()
        elif name.endswith(".timer"):
            self.timers.discard(name)
        elif process := self.running.pop(name, None):
            process.terminate()
            limit = self.unit(name).one("TimeoutStopSec", "90")
            try:
                process.wait(float(limit))
            except subprocess.TimeoutExpired:
                sys.stderr.write(f"{name} did not stop within {limit} s, and is killed.\n")
            self.kill_group(process)

    def restart(self, name: str) -> None:
        """Stops and starts; the socket stays."""
        self.stop(name)
        self.start(name)

    def try_restart(self, name: str) -> None:
        """Restarts a unit that runs; another is left alone."""
        self.unit(name)
        if self.is_running(name):
            self.restart(name)

    def reload(self, name: str) -> None:
        """Runs the commands of ExecReload, one after the other."""
        if name.removesuffix(".service") in DEBIANS:
            self.debian(name, "reload")
            return
        unit, process = self.unit(name), self.running[name]
        for command in unit.values["ExecReload"]:
            done = self.popen(unit, command.replace("$MAINPID", str(process.pid)))
            if done.wait(120):
                raise RuntimeError(f"{name}: {command} ended with {done.returncode}.\n{self.log_of(name)}")

    # How

    def is_running(self, name: str) -> bool:
        """Says whether the main process of a service is there."""
        return name in self.running and self.running[name].poll() is None

    def debian(self, name: str, act: str) -> None:
        """Has the script of Debian's package do it."""
        self.root.run(f"/etc/init.d/{name.removesuffix('.service')} {act}")

    def listen(self, unit: Unit) -> None:
        """Opens the socket that services are handed."""
        if unit.name not in self.sockets:
            host, port = unit.one("ListenStream").rsplit(":", 1)
            listener = socket.create_server((host, int(port)), backlog=int(unit.one("Backlog", "4096")))
            listener.set_inheritable(True)
            self.sockets[unit.name] = listener

    def popen(
        self, unit: Unit, command: str, extra: dict[str, str] | None = None
    ) -> "subprocess.Popen[bytes]":
        """Starts a command as the unit says: its user, folder, environment and mask."""
        state = self.root.folder / "var/lib" / unit.one("StateDirectory", ".")
        if unit.one("StateDirectory") and not state.exists():
            raise RuntimeError(
                f"{unit.name}: {state} is missing; systemd would make it, the guide does before."
            )
        environment = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin", "LANG": "C.UTF-8"}
        environment |= dict(word.split("=", 1) for word in unit.words("Environment"))
        for file in unit.words("EnvironmentFile"):
            environment |= read_environment_file(self.root.folder / file.lstrip("/"))
        listener = self.sockets.get(unit.name.replace(".service", ".socket"))
        script = START.format(fd=listener.fileno()) if listener else ""
        script += f"umask {unit.one('UMask', '0022')}; cd {unit.one('WorkingDirectory', '/')}; exec {command}"
        user = f"{unit.one('User', 'root')}:{unit.one('Group', 'root')}"
        with self.log_file(unit.name).open("ab") as log:
            return subprocess.Popen(
                ["chroot", f"--userspec={user}", str(self.root.folder), "/bin/bash", "-c", script],
                env=environment | (extra or {}),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=[listener.fileno()] if listener else [],
                start_new_session=True,
            )

    def start_service(self, unit: Unit) -> None:
        """Starts a service, and waits for what its type promises."""
        command, kind = unit.values["ExecStart"][0], unit.one("Type", "simple")
        if kind == "oneshot":
            if code := self.popen(unit, command).wait(600):
                raise RuntimeError(f"{unit.name} ended with {code}.\n{self.log_of(unit.name)}")
            return
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
            address = f"topology-{unit.name}"
            told.bind(f"\0{address}")
            told.settimeout(120)
            process = self.running[unit.name] = self.popen(unit, command, {"NOTIFY_SOCKET": f"@{address}"})
            try:
                while kind == "notify" and b"READY=1" not in told.recv(4096):
                    pass
                if kind == "exec":
                    process.wait(1)
                    raise RuntimeError(
                        f"{unit.name} ended with {process.returncode}.\n{self.log_of(unit.name)}"
                    )
            except subprocess.TimeoutExpired:
                return
            except TimeoutError as error:
                raise RuntimeError(f"{unit.name} never said READY.\n{self.log_of(unit.name)}") from error

    def kill_group(self, process: "subprocess.Popen[bytes]") -> None:
        """Ends what is left of a service; its session is its own."""
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        process.wait(10)

    def log_file(self, name: str) -> Path:
        """Returns where a service's words go."""
        return self.root.logs / f"{name}.log"

    def log_of(self, name: str) -> str:
        """Returns the last lines of a service."""
        return "\n".join(self.log_file(name).read_text(errors="replace").splitlines()[-15:])


def serve(manager: Manager) -> None:
    """Answers the systemctl of the root, in a thread that ends with the process."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            try:
                answer = {"code": 0, "said": manager.answer(json.loads(self.rfile.readline()))}
            except Exception as error:  # noqa: BLE001  # it is said, and the command of the guide fails
                answer = {"code": 1, "said": f"{error}\n"}
            self.wfile.write(json.dumps(answer).encode() + b"\n")

    server = socketserver.UnixStreamServer(str(manager.root.folder / "run/topology.sock"), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
