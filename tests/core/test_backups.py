"""A backup holds all that cannot be made again, takes little space, and restores: proved beside the running site."""

import fcntl
import json
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from django.db import connection

from tests.core.worker_site import WorkerSite

DOCUMENT = (
    "from fedcms.media.models import FederationDocument as D; from django.core.files.base import ContentFile as C;"
    "d = D(title='{0}'); d.file.save('{0}.txt', C(b'{0}')); d.save()"
)


@pytest.fixture(autouse=True)
def content(site: WorkerSite) -> None:
    site.extra["WORKER_TEST_FILES"] = "1"
    (site.folder / "private").mkdir()
    (site.folder / "media" / "fact-sheets").mkdir(parents=True)
    (site.folder / "media" / "fact-sheets" / "essai.pdf").write_bytes(b"%PDF-1.7 names")
    (site.folder / "private" / "candidature.pdf").write_bytes(b"%PDF-1.7")
    site.manage("shell", "-v0", "-c", DOCUMENT.format("premier"))


def backups(site: WorkerSite) -> list[Path]:
    return [Path(line) for line in site.manage("backup", "--list").split()]


def titles(site: WorkerSite) -> list[str]:
    code = "from fedcms.media.models import FederationDocument as D; print(*D.objects.order_by('pk'))"
    return site.manage("shell", "-v0", "-c", code).split()


def document(folder: Path, title: str) -> Path:
    """The stored file of a document, whose name ends by chance."""
    (found,) = (folder / "media" / "documents").glob(f"{title}*")
    return found


def documents(site: WorkerSite) -> set[str]:
    return {path.read_text() for path in (site.folder / "media" / "documents").iterdir()}


def refused(site: WorkerSite, *arguments: str) -> str:
    done = site.run(*arguments)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_backup_is_restored_over_a_site_that_went_on(site: WorkerSite) -> None:
    site.manage("backup")
    (made,) = backups(site)
    site.manage("shell", "-v0", "-c", DOCUMENT.format("second"))
    document(site.folder, "premier").unlink()
    assert "documents/premier" in refused(site, "check_files")
    assert "not empty; nothing was changed" in refused(site, "restore_backup", str(made))
    assert titles(site) == ["premier", "second"]
    said = site.manage("restore_backup", str(made), "--replace")
    assert "is restored (2 files)" in said
    assert "The secret key is not in the backup" in site.run("backup", "--keep", "9").stderr
    assert "All 1 files are there." in said
    assert titles(site) == ["premier"]
    assert documents(site) == {"premier"}
    # What the site writes from now on does not reach the backup.
    document(site.folder, "premier").write_text("autre")
    assert document(made, "premier").read_text() == "premier"


def test_a_backup_of_an_older_release_replaces_a_newer_one(site: WorkerSite) -> None:
    """As on the night of an upgrade that went wrong: a newer table stands on one of the dump."""
    site.manage("backup")
    (made,) = backups(site)
    newer = (
        "from django.db import connection as c; c.cursor().execute("
        "'CREATE TABLE newer (id integer PRIMARY KEY, document_id bigint REFERENCES media_federationdocument (id))')"
    )
    site.manage("shell", "-v0", "-c", newer)
    site.manage("restore_backup", str(made), "--replace")
    tables = "from django.db import connection as c; print('newer' in c.introspection.table_names())"
    assert site.manage("shell", "-v0", "-c", tables).strip() == "False"
    assert titles(site) == ["premier"]


def test_nobody_restores_below_a_worker_or_with_another_key(site: WorkerSite) -> None:
    site.manage("backup")
    (made,) = backups(site)
    beat = "from fedcms.core.tasks.beats import beat; from fedcms.core.lanes import Lane; beat([Lane.MAIL])"
    site.manage("shell", "-v0", "-c", beat)
    assert "A worker has worked" in refused(site, "restore_backup", str(made), "--replace")
    said = json.loads((made / "backup.json").read_text())
    (made / "backup.json").write_text(json.dumps(said | {"key": "another"}))
    assert "another secret key" in refused(site, "restore_backup", str(made), "--replace")
    with (site.folder / "backups" / ".lock").open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert "Another backup or drill" in refused(site, "backup")


def test_the_newest_are_kept_and_share_what_is_the_same(site: WorkerSite) -> None:
    site.manage("backup")
    (first,) = backups(site)
    site.manage("shell", "-v0", "-c", DOCUMENT.format("second"))
    (site.folder / "backups" / "20200101T000000Z.part").mkdir()
    site.manage("backup", "--keep", "2")
    second = backups(site)[0]
    same, new = (document(second, title) for title in ("premier", "second"))
    assert (same.stat().st_nlink, new.stat().st_nlink) == (2, 1)
    site.manage("backup", "--keep", "1")
    assert len(backups(site)) == 1
    assert not first.exists()
    assert {path.name for path in (site.folder / "backups").iterdir()} == {
        backups(site)[0].name,
        ".lock",
    }, "no rests"
    kept = backups(site)[0]
    assert document(kept, "premier").read_text() == "premier"
    for path in (kept, *kept.glob("database.*")):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, f"{path} is for its user alone"
    assert "At least one" in refused(site, "backup", "--keep", "0")


def test_a_drill_restores_the_newest_beside_the_site(site: WorkerSite) -> None:
    assert "make one with manage.py backup" in refused(site, "restore_drill")
    site.manage("backup")
    site.manage("shell", "-v0", "-c", DOCUMENT.format("second"))
    said = json.loads(site.manage("restore_drill"))
    assert (said["files"], said["database"]) == (2, connection.vendor)
    assert titles(site) == ["premier", "second"]
    (made,) = backups(site)
    document(made, "premier").unlink()
    assert "1 of 2 files are missing" in refused(site, "restore_drill")
    assert {path.name for path in (site.folder / "backups").iterdir()} == {made.name, ".lock"}
    if connection.vendor == "postgresql":
        listed = subprocess.run(
            [
                "psql",
                "-Atc",
                "SELECT count(*) FROM pg_database WHERE datname LIKE 'fedcms_drill_%'",
                psql_url(site),
            ],
            capture_output=True,
            text=True,
            check=True,
        )
        assert listed.stdout.strip() == "0"


def psql_url(site: WorkerSite) -> str:
    return site.environment()["DATABASE_URL"].replace("postgres://", "postgresql://")


def test_a_damaged_backup_is_restored_by_nobody(site: WorkerSite) -> None:
    site.manage("backup")
    (made,) = backups(site)
    site.manage("shell", "-v0", "-c", DOCUMENT.format("second"))
    (dump,) = made.glob("database.*")
    whole = dump.read_bytes()
    content = bytearray(whole)
    content[len(content) // 2] ^= 1
    dump.write_bytes(content)
    assert "not what was written" in refused(site, "restore_backup", str(made), "--replace")
    assert titles(site) == ["premier", "second"]
    assert documents(site) == {"premier", "second"}
    dump.write_bytes(whole)
    document(made, "premier").rename(made / "away")
    assert "1 of 2 files are missing or damaged" in refused(site, "restore_backup", str(made), "--replace")
    shutil.rmtree(made / "media")
    assert "not whole" in refused(site, "restore_backup", str(made), "--replace")
    assert documents(site) == {"premier", "second"}, "what the site has stays"
    (made / "backup.json").write_text("{}")
    assert "no complete backup" in refused(site, "restore_backup", str(made), "--replace")
    assert backups(site) == [made]
    assert "no complete backup" in refused(site, "restore_backup", str(site.folder), "--replace")
