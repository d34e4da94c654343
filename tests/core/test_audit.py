"""`make audit` as a person meets it: planted advisories and licences, the bounds of a range, words and exit codes."""

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings

COMMAND = [sys.executable, str(settings.BASE_DIR / "bin" / "audit.py")]
# What is installed here, so that the shipped list is whole.
DJANGO = next(
    line.split()[0]
    for line in (settings.BASE_DIR / "requirements" / "base.txt").read_text().splitlines()
    if line.startswith("django==")
)
TODAY = date(2026, 12, 1)


class Lists:
    """A folder of lists, advisories and decisions of its own, and the command on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pins("base.txt", DJANGO)
        self.decide('licences = ["BSD-3-Clause"]')
        self.advise()

    def pins(self, name: str, *pins: str) -> None:
        (self.folder / name).write_text("".join(f"{pin} \\\n    --hash=sha256:00\n" for pin in pins))

    def decide(self, text: str) -> None:
        (self.folder / "audit.toml").write_text(text)

    def advise(self, *events: dict[str, str], package: str = "left-pad", modified: str = "") -> None:
        affected = [{"package": {"name": package}, "ranges": [{"type": "ECOSYSTEM", "events": list(events)}]}]
        record = {"id": "PYSEC-1", "aliases": ["CVE-2"], "affected": affected}
        told = {"modified": modified or f"{TODAY}T00:00:00Z", "records": [record] if events else []}
        (self.folder / "advisories.json").write_text(json.dumps(told))

    def audit(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        options = [
            f"--{name}={self.folder / file}"
            for name, file in (
                ("advisories", "advisories.json"),
                ("decisions", "audit.toml"),
                ("requirements", ""),
            )
        ]
        return subprocess.run(
            [*COMMAND, f"--today={TODAY}", *options, *arguments],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )


@pytest.fixture
def lists(tmp_path: Path) -> Lists:
    return Lists(tmp_path)


def test_nothing_to_look_at_and_a_bill_of_what_is_shipped(lists: Lists, tmp_path: Path) -> None:
    lists.pins("dev.txt", "pytest==1.0")
    done = lists.audit(f"--sbom={tmp_path / 'bill.json'}")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 days old." in done.stdout
    bill = json.loads((tmp_path / "bill.json").read_text())
    assert bill["bomFormat"] == "CycloneDX"
    assert [each["purl"] for each in bill["components"]] == [f"pkg:pypi/{DJANGO.replace('==', '@')}"]


@pytest.mark.parametrize(
    ("version", "is_vulnerable"),
    [("1.9", False), ("2.0", True), ("2.3.9", True), ("2.4", False), ("3.1", True), ("3.2", False)],
)
def test_a_range_begins_with_its_first_version_and_ends_before_the_fixed_one(
    lists: Lists, version: str, *, is_vulnerable: bool
) -> None:
    # Named as PyPI lets one, in a list for developers: those machines hold the keys.
    lists.pins("dev.txt", f"left-pad=={version} ; python_version >= '3.99'")
    lists.advise(
        {"introduced": "3.0"},
        {"last_affected": "3.1"},
        {"introduced": "2.0"},
        {"fixed": "2.4"},
        package="Left_Pad",
    )
    done = lists.audit()
    assert done.returncode == int(is_vulnerable)
    assert (f"left-pad: {version} is vulnerable: PYSEC-1, CVE-2" in done.stdout) is is_vulnerable


@pytest.mark.parametrize(("days", "exit_code"), [(0, 0), (-1, 1)])
def test_an_accepted_advisory_comes_back_after_its_day(lists: Lists, days: int, exit_code: int) -> None:
    lists.pins("dev.txt", "left-pad==2.1")
    lists.advise({"introduced": "0"})
    until = TODAY + timedelta(days=days)
    lists.decide(
        f'licences = ["BSD-3-Clause"]\n[[accepted]]\nid = "PYSEC-1"\nwhy = "never called"\nuntil = {until}\n'
    )
    done = lists.audit()
    assert done.returncode == exit_code
    assert ("accepted until" in done.stdout) is bool(exit_code)


def test_a_licence_that_nobody_has_read(lists: Lists) -> None:
    lists.decide('licences = ["MIT"]')
    done = lists.audit()
    assert done.returncode == 1
    assert "django: licence BSD-3-Clause: read it, then name it in requirements/audit.toml." in done.stdout
    for licence, exit_code in (("GPL-3.0-only OR MIT", 0), ("GPL-3.0-only AND MIT", 1), ("of our own", 1)):
        read = f'[[read]]\npackage = "Django"\nlicence = "{licence}"\nwhy = "read"\n'
        lists.decide(f'licences = ["MIT"]\n{read}')
        assert lists.audit().returncode == exit_code


def test_a_list_that_is_not_installed_here(lists: Lists) -> None:
    lists.pins("base.txt", "django==1.0")
    done = lists.audit()
    assert done.returncode == 1
    assert "django: 1.0 is not installed here: `make tools` installs it." in done.stdout


def test_old_advisories_say_so(lists: Lists) -> None:
    lists.advise(modified=f"{TODAY - timedelta(days=91)}T12:00:00Z")
    done = lists.audit()
    assert "91 days old. They are old: save newer ones" in done.stdout


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("advisories.json", "{"),
        ("advisories.json", "{}"),
        ("audit.toml", "licences = ["),
        ("audit.toml", 'licences = []\n[[accepted]]\nid = "PYSEC-1"\nwhy = ""\nuntil = 2030-01-01'),
        ("base.txt", "left pad"),
    ],
)
def test_a_file_that_cannot_be_read(lists: Lists, file: str, text: str) -> None:
    (lists.folder / file).write_text(text)
    done = lists.audit()
    assert done.returncode == 2
    assert "cannot read the lists" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_holds_no_advisories(tmp_path: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "--save-from", str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "no checkout of PyPA's advisory database" in done.stderr
