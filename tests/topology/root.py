"""An empty Debian in a folder: made by debootstrap, entered by chroot."""

import os
import pty
import re
import select
import shutil
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.postgres import ROOT
from tests.topology.guide import Command
from tests.topology.table import NAME, Entry, entry_of

APT = Path("/etc/apt")
LOGS = "var/log/topology"
ENVIRONMENT = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "LANG": "C.UTF-8",
    "DEBIAN_FRONTEND": "noninteractive",
}


class CommandFailed(Exception):
    """A command in the root ended with another code than 0; says what it wrote."""


def suite() -> str:
    """Returns the name of the running Debian's release."""
    found = re.search(
        r"^VERSION_CODENAME=(\w+)$", Path("/etc/os-release").read_text(encoding="utf-8"), re.MULTILINE
    )
    if not found:
        raise SystemExit("This machine does not say which Debian it is (/etc/os-release).")
    return found[1]


def sources() -> list[Path]:
    """Returns the files of apt that name Debian's own archive."""
    files = [APT / "sources.list", *sorted((APT / "sources.list.d").glob("*"))]
    of_suite = re.compile(rf"(?<![\w-]){suite()}(?![\w])")
    return [
        file
        for file in files
        if file.is_file()
        and of_suite.search(text := file.read_text(encoding="utf-8"))
        and set(re.findall(r"[\w./-]+\.(?:gpg|asc)", text))
        <= {"/usr/share/keyrings/debian-archive-keyring.gpg"}
    ]


def mirror() -> str:
    """Returns the address of Debian's archive that this machine uses."""
    for file in sources():
        if found := re.search(
            r"^(?:URIs:|deb(?: \[.*\])?)\s+(\S+)", file.read_text(encoding="utf-8"), re.MULTILINE
        ):
            return found[1]
    raise SystemExit("apt of this machine names no Debian archive: nothing to make a root from.")


@dataclass
class Root:
    """The folder, and how commands are run in it."""

    folder: Path
    internet: int
    """The descriptor of the network namespace from which the internet is reached."""
    cwd: str = "/root"
    umask: str = "0077"
    """A cautious operator's: the guide has to set its own."""
    environment: dict[str, str] = field(default_factory=lambda: dict(ENVIRONMENT))

    @property
    def logs(self) -> Path:
        """Returns where what was written is kept."""
        return self.folder / LOGS

    def make(self, base: Path | None) -> None:
        """Makes the bare Debian, or copies the one that an earlier run has left in `base`."""
        if base and (base / "etc/debian_version").exists():
            subprocess.run(["cp", "-a", f"{base}/.", str(self.folder)], check=True)
        else:
            command = [
                "nsenter",
                f"--net=/proc/self/fd/{self.internet}",
                "--",
                "debootstrap",
                "--variant=minbase",
            ]
            done = subprocess.run(
                [*command, suite(), str(self.folder), mirror()],
                pass_fds=[self.internet],
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode:
                raise CommandFailed(f"debootstrap: {(done.stdout + done.stderr)[-800:]}")
            if base:
                # A copy that was interrupted is not taken for a whole one.
                part = base.with_name(f"{base.name}.part")
                shutil.rmtree(part, ignore_errors=True)
                part.mkdir(parents=True)
                subprocess.run(["cp", "-a", f"{self.folder}/.", str(part)], check=True)
                shutil.rmtree(base, ignore_errors=True)
                part.rename(base)

    def furnish(self) -> None:
        """Mounts what a process needs, and copies how this machine reaches its registries."""
        for kind, place in (("proc", "proc"), ("tmpfs", "dev/shm"), ("devpts", "dev/pts")):
            subprocess.run(["mount", "-t", kind, kind, str(self.folder / place)], check=True)
        self.logs.mkdir(parents=True, exist_ok=True)
        etc = self.folder / "etc"
        (etc / "apt/sources.list").unlink(missing_ok=True)
        settings = [APT / "apt.conf", *sorted((APT / "apt.conf.d").glob("*"))]
        reaching = [
            file for file in settings if file.is_file() and "Acquire::" in file.read_text(errors="replace")
        ]
        authorities = sorted(Path("/usr/local/share/ca-certificates").glob("*.crt"))
        machines = (Path("/etc/resolv.conf"), Path("/etc/pip.conf"))
        for file in (*sources(), *reaching, *authorities, *(file for file in machines if file.exists())):
            copy = self.folder / str(file).lstrip("/")
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)
            copy.chmod(0o644)
        self.environment |= {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
        (etc / "hosts").write_text(f"127.0.0.1 localhost {NAME}\n")
        # A person says yes.
        (etc / "apt/apt.conf.d/90topology").write_text('APT::Get::Assume-Yes "true";\n')
        # Nobody needs the root after a power cut.
        (etc / "dpkg/dpkg.cfg.d/topology").write_text("force-unsafe-io\n")
        # What packages would start when they are installed is started once they are, in the network of the test.
        self.script("usr/sbin/policy-rc.d", "#!/bin/sh\nexit 101\n")
        self.script(
            "usr/local/bin/systemctl", (ROOT / "tests/topology/systemctl.py").read_text(encoding="utf-8")
        )
        repository = self.folder / "var/tmp/fedcms.git"
        # Whoever owns the checkout; the program at the other end of `file://` reads no `-c`.
        safe = self.folder / "root/.gitconfig-of-the-machine"
        safe.write_text("[safe]\n\tdirectory = *\n")
        command = ["git", "clone", "-q", "--bare", "--depth=1", f"file://{ROOT}", str(repository)]
        subprocess.run(command, check=True, env=os.environ | {"GIT_CONFIG_GLOBAL": str(safe)})
        safe.unlink()
        (self.folder / "root/.gitconfig").write_text(
            '[url "file:///var/tmp/fedcms.git"]\n\tinsteadOf = https://git.example/fedcms.git\n'
        )

    def script(self, place: str, text: str) -> None:
        """Writes a program into the root."""
        path = self.folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)

    def follow(self, command: Command) -> None:
        """Runs a command of a guide, as the table says. Raises `CommandFailed`."""
        entry = entry_of(command) or Entry("", "")
        try:
            for text in entry.instead or (command.text,):
                self.run(text, needs_internet=entry.needs_internet, typed=entry.typed)
        except CommandFailed as error:
            raise CommandFailed(f"{command}\n{error}") from None

    def run(self, text: str, *, needs_internet: bool = False, typed: tuple[str, ...] = ()) -> str:
        """Runs a line of a shell as root, where the line before has left folder and mask; returns what it wrote."""
        state = "/run/topology.state"
        script = f"umask {self.umask}; cd {self.cwd}; {text}\ncode=$?; (pwd; umask) >{state}; exit $code"
        command = ["chroot", str(self.folder), "/bin/bash", "-c", script]
        if needs_internet:
            command = ["nsenter", f"--net=/proc/self/fd/{self.internet}", "--", *command]
        log = self.logs / "commands.log"
        with log.open("ab") as written:
            before = written.tell()
            if typed:
                code, words = self.type_into(command, typed)
                written.write(words)
            else:
                code = subprocess.run(
                    command,
                    env=self.environment,
                    stdin=subprocess.DEVNULL,
                    stdout=written,
                    stderr=subprocess.STDOUT,
                    pass_fds=[self.internet] if needs_internet else [],
                    check=False,
                ).returncode
        said = log.read_bytes()[before:].decode(errors="replace")
        if code:
            raise CommandFailed(f"ended with {code}:\n" + "\n".join(said.splitlines()[-15:]))
        self.cwd, self.umask = (self.folder / state.lstrip("/")).read_text().split()
        return said

    def type_into(self, command: list[str], typed: tuple[str, ...]) -> tuple[int, bytes]:
        """Runs a command on a terminal of its own, and types a line at each question; returns its code and words."""
        pid, terminal = pty.fork()
        if pid == 0:
            os.execvpe(command[0], command, self.environment)
        said, left, end = b"", list(typed), time.monotonic() + 120
        while time.monotonic() < end and select.select([terminal], [], [], 120)[0]:
            try:
                part = os.read(terminal, 4096)
            except OSError:  # the other end is closed
                break
            said += part
            if left and re.search(rb": ?$", part):
                os.write(terminal, left.pop(0).encode() + b"\n")
        os.close(terminal)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), said
