"""The settings of production pass Django's own checks of a deployment, as an operator runs them."""

import os
import runpy
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from environs import EnvValidationError

from tests.served.site import ROOT


def checked(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FEDCMS_")}
    given = {
        "DJANGO_SETTINGS_MODULE": "fedcms.settings.production",
        "DATABASE_URL": "sqlite:///:memory:",
        "FEDCMS_VAR_DIR": str(folder),
        "FEDCMS_SECRET_KEY": secrets.token_urlsafe(60),
    }
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=kept | given | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_nothing_is_to_be_said_about_a_site_behind_https(tmp_path: Path) -> None:
    done = checked(tmp_path, FEDCMS_HTTPS="1", FEDCMS_PROXIES="1", FEDCMS_HSTS_PRELOAD="1")
    assert done.returncode == 0, done.stderr
    done = checked(tmp_path, FEDCMS_HTTPS="1", FEDCMS_PROXIES="1")
    assert done.returncode == 0, done.stderr
    assert "1 silenced" in done.stdout, "the list of browsers is left to who owns the domain"


@pytest.mark.parametrize(
    "name", ["FEDCMS_TRIES_OF_ACCOUNT", "FEDCMS_TRIES_OF_ADDRESS", "FEDCMS_MESSAGES_AN_HOUR"]
)
def test_a_limit_of_none_is_refused_when_the_site_starts(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Instead of an error for each person who signs in."""
    monkeypatch.setenv(name, "0")
    with pytest.raises(EnvValidationError, match=name):
        runpy.run_path(str(ROOT / "fedcms/settings/security.py"))


def test_a_site_without_https_is_warned(tmp_path: Path) -> None:
    done = checked(tmp_path)
    assert done.returncode != 0
    assert "security.W008" in done.stderr
