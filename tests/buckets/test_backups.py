"""A site whose files are in a bucket is backed up as a whole: nothing is fetched twice, and all comes back."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.buckets.server import BUCKET, KEY, SECRET, BucketServer
from tests.core.conftest import make_database, site  # noqa: F401  # fixtures
from tests.core.test_backups import DOCUMENT
from tests.core.worker_site import ROOT, WorkerSite
from tests.view_counts.nginx_site import free_port


@pytest.fixture
def server(_seaweed: BucketServer) -> BucketServer:
    """One kind of server is enough: what commands do with it is asked of both elsewhere."""
    return _seaweed


@pytest.fixture
def on_bucket(site: WorkerSite, server: BucketServer) -> WorkerSite:  # noqa: F811
    """A site with its own settings, and what an operator sets for a bucket."""
    for key in server.keys:
        server.client.delete_object(Bucket=BUCKET, Key=key)
    site.extra |= {
        "WORKER_TEST_FILES": "1",
        "FEDCMS_S3_BUCKET": BUCKET,
        "FEDCMS_S3_ENDPOINT": server.address,
        "FEDCMS_S3_ACCESS_KEY": KEY,
        "FEDCMS_S3_SECRET_KEY": SECRET,
    }
    return site


def manage(site: WorkerSite, *arguments: str) -> "subprocess.CompletedProcess[str]":  # noqa: F811
    """As an operator does: a process that reads its settings itself."""
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        env=site.environment(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_bucket_is_backed_up_drilled_and_put_back(on_bucket: WorkerSite, server: BucketServer) -> None:
    def says(*arguments: str) -> str:
        done = manage(on_bucket, *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    says("shell", "-v0", "-c", DOCUMENT.format("premier"))
    server.client.put_object(Bucket=BUCKET, Key="private/applications/cv.pdf", Body=b"names")
    server.client.put_object(Bucket=BUCKET, Key="media/fact-sheets/a.pdf", Body=b"names")
    # As consoles make folders.
    for folder in ("media/", "media/documents/"):
        server.client.put_object(Bucket=BUCKET, Key=folder, Body=b"")
    assert not (on_bucket.folder / "media").exists()
    first = Path(says("backup").split(" (")[0])
    (document,) = (first / "media" / "documents").iterdir()
    assert document.read_text() == "premier"
    assert (first / "private" / "applications" / "cv.pdf").read_bytes() == b"names"
    assert not (first / "media" / "fact-sheets").exists()
    assert '"files": 2' in says("restore_drill")
    # What has not changed is the same file on the disk; what has, is fetched.
    server.client.put_object(Bucket=BUCKET, Key="private/applications/cv.pdf", Body=b"other")
    server.client.put_object(Bucket=BUCKET, Key="media/late.txt", Body=b"late")
    second = on_bucket.folder / "backups" / "20300101T000000Z"
    Path(says("backup").split(" (")[0]).rename(second)
    assert (second / "media" / "documents" / document.name).samefile(document)
    assert (second / "private" / "applications" / "cv.pdf").read_bytes() == b"other"
    assert (first / "private" / "applications" / "cv.pdf").read_bytes() == b"names"
    server.client.delete_object(Bucket=BUCKET, Key=f"media/documents/{document.name}")
    assert "1 of 1 files are missing" in manage(on_bucket, "check_files").stderr
    assert "All 1 files are there." in says("restore_backup", str(first), "--replace")
    assert {key for key in server.keys if not key.endswith("/")} == {
        f"media/documents/{document.name}",
        "private/applications/cv.pdf",
    }
    assert (
        server.client.get_object(Bucket=BUCKET, Key="private/applications/cv.pdf")["Body"].read() == b"names"
    )


@pytest.mark.parametrize("command", ["backup", "check_files"])
def test_a_bucket_that_is_away_leaves_no_half_of_a_backup(on_bucket: WorkerSite, command: str) -> None:
    assert manage(on_bucket, "shell", "-v0", "-c", DOCUMENT.format("premier")).returncode == 0
    on_bucket.extra["FEDCMS_S3_ENDPOINT"] = f"http://127.0.0.1:{free_port()}"
    done = manage(on_bucket, command)
    assert done.returncode == 1
    assert "does not answer" in done.stderr
    assert "Traceback" not in done.stderr
    assert manage(on_bucket, "backup", "--list").stdout == ""
