"""A process that the tests fork is set up as the same command in a process of its own."""

import subprocess
import sys

from tests.core.smtp_sink import Sink
from tests.core.worker_site import ROOT, WorkerSite

STORAGE = "from django.core.files.storage import default_storage; print(default_storage.location)"


def settings_in(listed: str) -> set[str]:
    """Those that are the same in two processes: each has folders of its own for media and for private files."""
    return {line for line in listed.splitlines() if not line.startswith(("MEDIA_ROOT", "STORAGES"))}


def test_a_forked_process_has_the_settings_of_its_environment(site: WorkerSite, mail_sink: Sink) -> None:
    command = [sys.executable, str(ROOT / "manage.py"), "diffsettings", "--all"]
    real = subprocess.run(command, env=site.environment(), capture_output=True, text=True, check=True)
    forked = settings_in(site.manage("diffsettings", "--all"))
    assert forked == settings_in(real.stdout)
    assert f"EMAIL_PORT = {mail_sink.port}" in " ".join(forked)
    assert site.manage("shell", "-v0", "-c", STORAGE).startswith(str(site.folder))
