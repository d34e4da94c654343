"""The units of systemd are well formed, run what is there, and leave little of the machine open."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.served.site import ROOT

UNITS = ROOT / "docs" / "operations" / "systemd"
# Of ten; docs/operations/installing.md names them. An open unit has 9.6.
MOST_EXPOSED = {"fedcms-search-model": 0.8}
OTHERWISE = 1.6


def analyze(*arguments: str) -> "subprocess.CompletedProcess[str]":
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not installed (apt install systemd)")
    command = ["systemd-analyze", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The units with the paths of this checkout."""
    folder = tmp_path_factory.mktemp("units")
    for path in UNITS.glob("fedcms-*.*"):
        text = path.read_text(encoding="utf-8")
        text = text.replace("/srv/fedcms/.venv/bin/python", sys.executable)
        (folder / path.name).write_text(text.replace("/srv/fedcms", str(ROOT)), encoding="utf-8")
    return folder


def test_they_are_well_formed_and_their_programs_are_there(folder: Path) -> None:
    units = sorted(str(path) for path in folder.iterdir())
    assert len(units) == 8
    done = analyze("verify", "--man=no", *units)
    # Of the other units of the machine nothing is said here.
    of_ours = [line for line in done.stderr.splitlines() if "fedcms" in line]
    assert (done.returncode, of_ours) == (0, [])
    broken = folder / "fedcms-broken.service"
    broken.write_text("[Service]\nExecStart=/nowhere/at/all\nProtectSistem=strict\n")
    try:
        assert analyze("verify", "--man=no", str(broken)).returncode != 0, "this test would see a mistake"
    finally:
        broken.unlink()


def test_they_leave_little_open(folder: Path) -> None:
    for path in sorted(folder.glob("*.service")):
        most = MOST_EXPOSED.get(path.stem, OTHERWISE)
        done = analyze("security", "--offline=true", f"--threshold={most * 10:.0f}", "--no-pager", str(path))
        assert done.returncode == 0, done.stdout[-300:]
        said = re.search(r"exposure level for \S+: ([0-9.]+)", done.stdout)
        assert said, done.stdout
        assert float(said[1]) <= most


def test_guides_stop_the_socket_with_the_web_server() -> None:
    """The next request would start it again, which writes while a backup is restored; and one unit after the other."""
    said = list[list[str]]()
    for path in (ROOT / "docs").rglob("*.md"):
        said += [
            line.split() for line in re.findall(r"systemctl ([^`\n]+)", path.read_text(encoding="utf-8"))
        ]
    stopping = [words for words in said if words[0] == "stop" and any("fedcms-web" in word for word in words)]
    assert stopping
    for words in stopping:
        assert words.index("fedcms-web.socket") < words.index("fedcms-web.service"), words
    for words in said:
        together = {"fedcms-worker", "fedcms-web"} <= set(" ".join(words).partition("&&")[0].split())
        assert not (words[0] == "restart" and together), "they would restart side by side"


def test_the_model_sees_neither_database_nor_files() -> None:
    text = (UNITS / "fedcms-search-model.service").read_text(encoding="utf-8")
    hidden = re.search(r"^InaccessiblePaths=(.*)$", text, re.MULTILINE)
    assert hidden
    assert {"-/etc/fedcms", "-/run/postgresql"} <= set(hidden[1].split())
    assert (
        "\nTemporaryFileSystem=/var/lib/fedcms:ro\nBindPaths=/var/lib/fedcms/meaning\nPrivateUsers=yes\n"
        in text
    )


def test_commands_of_the_site_run_with_the_environment_of_the_units(tmp_path: Path) -> None:
    """As systemd reads the file: nothing in a value is special to a shell."""
    (tmp_path / "fedcms.env").write_text('# A note\nFEDCMS_SMTP_PASSWORD=a b$HOME`"\n#FEDCMS_PROXIES=3\n')
    seen = tmp_path / "python"
    seen.write_text(
        '#!/bin/sh\necho "$FEDCMS_SMTP_PASSWORD|${FEDCMS_PROXIES-none}|$DJANGO_SETTINGS_MODULE|$*"\n'
    )
    seen.chmod(0o755)
    environment = {
        "FEDCMS_ENV_FILE": str(tmp_path / "fedcms.env"),
        "FEDCMS_CODE_DIR": str(ROOT),
        "FEDCMS_PYTHON": str(seen),
        "FEDCMS_USER": "root",
        "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
    }
    command = [str(UNITS / "fedcms-manage"), "check", "--deploy"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    expected = 'a b$HOME`"|none|fedcms.settings.production|manage.py check --deploy\n'
    assert done.stdout == expected
    missing = environment | {"FEDCMS_ENV_FILE": str(tmp_path / "nowhere")}
    done = subprocess.run(command, env=missing, capture_output=True, text=True, check=False)
    assert (done.returncode, "cannot be read" in done.stderr) == (1, True)
