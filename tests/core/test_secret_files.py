"""Secrets that stand in files, as a service manager or a container hands them over."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from fedcms.settings.secret_files import SECRETS, read_secret_files, secret_in_file
from tests.served.site import ROOT

SHOWN = (
    "from django.conf import settings as s;"
    "print(s.DATABASES['default']['NAME'], s.EMAIL_HOST_PASSWORD, s.SECRET_KEY)"
)


def test_the_site_reads_what_stands_in_files(tmp_path: Path) -> None:
    """Without the end of the line; the variable itself, which is nearer, is believed first."""
    values = {
        "DATABASE_URL": f"sqlite:///{tmp_path}/here.sqlite3",
        "FEDCMS_SMTP_PASSWORD": "of-the-mail",
        "FEDCMS_SECRET_KEY": "a-key",
    }
    given = {"DJANGO_SETTINGS_MODULE": "fedcms.settings.production", "PATH": os.environ["PATH"]}
    for name, value in values.items():
        (tmp_path / name).write_text(f"{value}\n", encoding="utf-8")
        given[f"{name}_FILE"] = str(tmp_path / name)
    command = [sys.executable, "-c", SHOWN]
    done = subprocess.run(command, env=given, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [f"{tmp_path}/here.sqlite3", "of-the-mail", "a-key"]
    environment = given | {"DATABASE_URL": "sqlite:///:memory:"}
    read_secret_files(environment)
    assert environment["DATABASE_URL"] == "sqlite:///:memory:", "a drill restores elsewhere by this"
    assert environment["FEDCMS_SMTP_PASSWORD"] == "of-the-mail"


@pytest.mark.parametrize("name", [*SECRETS, "FEDCMS_SECRET_KEY"])
def test_a_file_that_cannot_be_read_is_said_with_what_to_do(name: str, tmp_path: Path) -> None:
    for path, why in {
        tmp_path / "nowhere": "No such file",
        tmp_path: "Is a directory",
        tmp_path / "empty": "empty",
    }.items():
        (tmp_path / "empty").touch()
        with pytest.raises(ImproperlyConfigured, match=f"{name}_FILE=.*{why}.*{name}"):
            secret_in_file(name, {f"{name}_FILE": str(path)})
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    with pytest.raises(ImproperlyConfigured, match="UTF-8"):
        secret_in_file(name, {f"{name}_FILE": str(tmp_path / "bytes")})
