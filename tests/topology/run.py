"""Executes the operator's guide in an empty Debian: `python -m tests.topology.run` (`make topology`), as root.

Prints one JSON object a stage, and ends with 1 and what is to be done at the first that fails. All of it lives in a
folder and in namespaces of its own (processes, mounts, network: ports 80, 443, 5432 and 8000 of the machine stay free);
when the first process of these ends, the kernel ends the others and takes the mounts away. Needs debootstrap, and the
Elasticsearch for tests beside the project, built by a start before.
"""

import argparse
import fcntl
import json
import os
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from tests.faults.postgres import ROOT
from tests.search.own_server import SCRIPTS
from tests.topology.root import Root
from tests.topology.stages import Site

PROGRAMS = ("debootstrap", "unshare", "nsenter", "chroot", "git")


def options(arguments: list[str]) -> argparse.Namespace:
    """Returns what was asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.topology.run", description="Executes the operator's guide."
    )
    parser.add_argument("--folder", type=Path, default=Path("/var/tmp"), help="where the root is made (2 GB)")
    parser.add_argument("--base", type=Path, help="keeps the bare Debian for the next run")
    parser.add_argument("--logs", type=Path, help="keeps what commands and units wrote")
    parser.add_argument("--inside", nargs=2, help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


# Outside: the folder, and the end of everything


def end(outer: "subprocess.Popen[bytes]") -> None:
    """Ends the first process of the namespaces, and waits until the kernel has ended all others."""
    if outer.poll() is not None:
        return
    # Who has ended by itself meanwhile need not be ended.
    with suppress(FileNotFoundError, ProcessLookupError):
        for child in Path(f"/proc/{outer.pid}/task/{outer.pid}/children").read_text().split():
            descriptor = os.pidfd_open(int(child))
            try:
                signal.pidfd_send_signal(descriptor, signal.SIGKILL)
                select.select([descriptor], [], [], 30)
            finally:
                os.close(descriptor)
    outer.kill()
    outer.wait(30)


def remove(folder: Path) -> None:
    """Removes the folder, unless something is mounted in it."""
    mounted = [line for line in Path("/proc/mounts").read_text().splitlines() if str(folder) in line]
    if mounted:
        sys.stderr.write(f"{folder} stays: {len(mounted)} mounts are in it: umount them, then remove it.\n")
        return
    subprocess.run(["rm", "-rf", "--one-file-system", str(folder)], check=False)


def outside(asked: argparse.Namespace) -> int:
    """Makes the namespaces, and removes everything at the end; returns the exit code."""
    if os.geteuid():
        sys.exit("Only root may make a root: sudo make topology.")
    if not (SCRIPTS / "start").exists():
        sys.exit(f"{SCRIPTS} is missing: the Elasticsearch for tests stands beside the project.")
    if missing := [name for name in PROGRAMS if shutil.which(name) is None]:
        sys.exit(f"{', '.join(missing)}: not installed (apt install debootstrap util-linux git).")
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(143))
    folder = Path(tempfile.mkdtemp(prefix="fedcms-topology-", dir=asked.folder))
    internet = os.open("/proc/self/ns/net", os.O_RDONLY)
    outer = None
    try:
        folder.chmod(0o755)
        command = ["unshare", "--mount", "--net", "--ipc", "--pid", "--fork", "--mount-proc", "--kill-child"]
        command += [sys.executable, "-m", "tests.topology.run", "--inside", str(folder), str(internet)]
        command += ["--base", str(asked.base.resolve())] if asked.base else []
        outer = subprocess.Popen(command, cwd=ROOT, pass_fds=[internet], start_new_session=True)
        return outer.wait()
    finally:
        # What is begun here is ended, whoever is impatient.
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        try:
            if outer:
                end(outer)
            if asked.logs and (folder / "root/var/log/topology").exists():
                shutil.copytree(folder / "root/var/log/topology", asked.logs, dirs_exist_ok=True)
        finally:
            remove(folder)


# Inside: the stages


def as_first_process() -> None:
    """Lets a child go on, and waits for all that end, as the first process of a machine does."""
    child = os.fork()
    if child == 0:
        return
    while True:
        pid, status = os.wait()
        if pid == child:
            os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


def open_loopback() -> None:
    """Sets the loopback of the new network up (SIOCSIFFLAGS: up and running)."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, 0x8914, struct.pack("16sH14x", b"lo", 0x41))


def inside(asked: argparse.Namespace) -> int:
    """Runs the stages; returns the exit code."""
    as_first_process()
    open_loopback()
    folder, internet = asked.inside
    (root_folder := Path(folder) / "root").mkdir()
    site = Site(Root(root_folder, int(internet)), asked.base)
    for name, do in site.stages():
        begun, failed = time.monotonic(), ""
        try:
            do()
        except Exception as error:  # noqa: BLE001  # whatever it is, it is said
            failed = f"{type(error).__name__}: {error}"
        row = {"stage": name, "seconds": round(time.monotonic() - begun, 1), "ok": not failed}
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        sys.stdout.flush()
        if failed:
            sys.stderr.write(
                f"\n{name} failed.\n{failed}\n\nMend the guide (docs/operations), or say in tests/topology/table.py"
                " how a test runs the command. --logs FOLDER keeps what commands and units wrote.\n"
            )
            return 1
    return 0


def main(arguments: list[str]) -> int:
    """Returns the exit code."""
    asked = options(arguments)
    return inside(asked) if asked.inside else outside(asked)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
