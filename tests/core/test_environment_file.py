"""The example of an environment file has every variable that the settings read, once, and no other."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.served.site import ROOT

EXAMPLE = ROOT / "docs" / "operations" / "systemd" / "fedcms.env"
READ = re.compile(r'(?:env\.\w+|secret_in_file|environ\.get)\(\s*"([A-Z][A-Z_]+)"')
# Said by the units and by fedcms-manage, not by who installs the site.
OF_THE_UNITS = {"FEDCMS_VAR_DIR"}


def lines() -> list[tuple[str, str]]:
    """The variables of the file and their values, also of those that are commented out."""
    found = re.findall(r"^#?([A-Z][A-Z_]+)=(.*)$", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE)
    return [(name.removesuffix("_FILE"), value) for name, value in found]


def test_it_has_what_the_settings_read() -> None:
    files = [*(ROOT / "fedcms" / "settings").glob("*.py"), ROOT / "bin" / "gunicorn_conf.py"]
    read = {name for path in files for name in READ.findall(path.read_text(encoding="utf-8"))}
    assert len(read) > 100, "the expression finds them"
    names = [name for name, _ in lines()]
    assert sorted(read - set(names) - OF_THE_UNITS) == [], "missing in the example"
    assert sorted(set(names) - read) == [], "read by nobody"
    # The secret key: in its file, and commented out as a value.
    assert sorted({name for name in names if names.count(name) > 1}) == ["FEDCMS_SECRET_KEY"]


def test_the_site_starts_with_it_and_each_default_is_one(tmp_path: Path) -> None:
    """As it is; and with every line that has a value, which changes nothing of the settings."""
    (tmp_path / "secret_key").write_text("a-key-of-fifty-characters-is-long-enough-for-django-s-own-check")
    elsewhere = {
        "FEDCMS_SECRET_KEY_FILE": str(tmp_path / "secret_key"),
        "FEDCMS_VAR_DIR": "/var/lib/fedcms",
        "DJANGO_SETTINGS_MODULE": "fedcms.settings.production",
        "PATH": os.environ["PATH"],
    }
    text = EXAMPLE.read_text(encoding="utf-8")
    plain = re.findall(r"^([A-Z_]+)=(.*)$", text, re.MULTILINE)
    every = re.findall(r"^#?([A-Z][A-Z_]+)=(.+)$", text, re.MULTILINE)
    examples = {"FEDCMS_SEARCH_URL"}
    seen = [
        _settings(dict(plain) | elsewhere),
        _settings({name: value for name, value in every if name not in examples} | elsewhere),
    ]
    assert seen[0] == seen[1]
    assert "https://edtech.example" in seen[0]


def _settings(environment: dict[str, str]) -> str:
    shown = (
        "from django.conf import settings; settings.DEBUG;"
        "print({name: value for name, value in sorted(settings._wrapped.__dict__.items()) if name.isupper()})"
    )
    done = subprocess.run(
        [sys.executable, "-c", shown],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return re.sub(r"<.*? at 0x[0-9a-f]+>", "", done.stdout)
