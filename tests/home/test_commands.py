"""Commands answer what they cannot do in a sentence that says what to do, and touch nothing; never with a traceback."""

import uuid
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connections
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings
from wagtail.models import Page

from clusters.models import Cluster, Federation
from fedcms.core.management.commands import prepare_site
from fedcms.users.models import User
from search.engines.errors import SearchUnavailable
from search.entries import indexing
from search.entries.tasks import sync_pages
from search.maintenance import consistency, rebuilding
from tests.factories import make_cluster

pytestmark = pytest.mark.django_db

NEW = {"code": "GGG", "name": "Beta", "email": "x@gamma.example"}


def test_a_name_that_is_taken_founds_no_second_cluster(federation: Federation) -> None:
    """The groups are named after it; the command says which one is there."""
    Group.objects.create(name="Beta – publication")
    with pytest.raises(CommandError, match="Beta – publication"):
        call_command("provision_cluster", "gamma", **NEW)
    assert not Cluster.objects.exists()
    assert not Group.objects.filter(name="Beta – rédaction").exists()
    call_command("provision_cluster", "gamma", stdout=StringIO(), **(NEW | {"name": "Gamma"}))
    assert Cluster.objects.get().slug == "gamma"


def test_what_is_given_for_a_cluster_that_exists_is_not_swallowed(federation: Federation) -> None:
    """The same command twice is no error; another code is."""
    cluster = make_cluster("beta", "BET", "Beta")
    same = {"code": "BET", "name": "Beta", "email": cluster.email, "country": "FR"}
    call_command("provision_cluster", "beta", stdout=StringIO(), **same)
    with pytest.raises(CommandError, match=r"its code, email would stay.*--code, --email"):
        call_command("provision_cluster", "beta", **(same | {"code": "XYZ", "email": "x@beta.example"}))
    cluster.refresh_from_db()
    assert cluster.code == "BET"


def test_the_federation_says_whose_name_is_in_its_way(federation: Federation) -> None:
    """Somebody made a group of that name by hand before."""
    federation.publishers_group = None
    federation.save()
    with pytest.raises(CommandError, match="Fédération – publication"):
        call_command("provision_federation")


def test_the_federation_says_whose_page_is_in_its_way(federation: Federation) -> None:
    """A team gave a page of its own the slug of one that is new; nothing is made by halves."""
    make_cluster("nord", "NOR", "Nord")
    Page.objects.get(url_path="/fr/clusters/nord/presse/").delete()
    other = Page.objects.get(url_path="/fr/clusters/nord/actualites/").specific
    other.slug = "presse"
    other.save()
    with pytest.raises(CommandError, match=r"« Presse » \(/fr/clusters/nord/presse/\).*« Actualités »"):
        call_command("provision_federation")
    other.slug = "actualites"
    other.save()
    call_command("provision_federation", stdout=StringIO())
    assert Page.objects.filter(url_path="/fr/clusters/nord/presse/").exists()


@pytest.mark.parametrize("retry", [[], ["--retry"]])
def test_an_id_of_no_task_is_refused(db: None, settings: Settings, retry: list[str]) -> None:
    """One that is no id, and one that no given up task has, in words; what waits or is done is not touched."""
    settings.TASKS = settings.TASKS | {
        "background": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}
    }
    with pytest.raises(CommandError, match="'abc' is no id of a task"):
        call_command("failed_tasks", "abc", *retry)
    with pytest.raises(CommandError, match="Not among the tasks that were given up"):
        call_command("failed_tasks", str(uuid.uuid4()), *retry)
    sync_pages.enqueue(page_ids=[])
    waiting = DBTaskResult.objects.get()
    with pytest.raises(CommandError, match="Not among the tasks that were given up"):
        call_command("failed_tasks", str(waiting.pk), *retry)


def _no_answer(*args: object) -> None:
    raise SearchUnavailable("connection refused")


@pytest.mark.parametrize("command", ["check_search", "rebuild_search"])
def test_an_engine_that_is_down_is_said(
    federation: Federation, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """Which engine said what stands in the sentence."""

    class Down:
        ids = index = remove = create = rebuild = staticmethod(_no_answer)

    get_engine: Callable[[], type] = lambda: Down  # noqa: E731
    for module in (consistency, indexing, rebuilding):
        monkeypatch.setattr(module, "get_database_engine", get_engine)
    with pytest.raises(CommandError, match="does not answer: connection refused"):
        call_command(command)


def test_accounts_are_written_to_an_open_descriptor_alone(db: None) -> None:
    """Said before anything is done."""
    with pytest.raises(CommandError, match="no such file descriptor"):
        call_command("prepare_site", "--accounts-to", "973")


def test_the_folder_of_a_site_is_made(federation: Federation, settings: Settings, tmp_path: Path) -> None:
    """A first run into a folder that is not there yet; where a file stands in its place, the command says so."""
    settings.VAR_DIR = tmp_path / "not" / "yet"
    call_command("prepare_site", "--no-static")
    assert settings.VAR_DIR.is_dir()
    assert not User.objects.exists(), "accounts of the demo come only to who asks for them"
    settings.VAR_DIR = tmp_path / "file"
    settings.VAR_DIR.touch()
    with pytest.raises(CommandError, match=r"FEDCMS_VAR_DIR=.*/file: File exists"):
        call_command("prepare_site", "--no-static", "--no-demo")


def test_a_database_that_does_not_open_is_said(
    db: None, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the words of the database, with the setting that leads to it."""
    elsewhere = connections.create_connection("default")
    name = "nowhere" if elsewhere.vendor == "postgresql" else str(tmp_path / "nowhere" / "db.sqlite3")
    elsewhere.settings_dict = elsewhere.settings_dict | {"NAME": name}
    monkeypatch.setattr(prepare_site, "connection", elsewhere)
    settings.VAR_DIR = tmp_path
    with pytest.raises(CommandError, match=r"does not open: .*DATABASE_URL"):
        call_command("prepare_site", "--no-static", "--no-demo")


def test_static_files_that_cannot_be_collected_are_said(
    federation: Federation, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a process beside, which says why; the next run tries again."""
    settings.VAR_DIR, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "no_such_settings")
    with pytest.raises(CommandError, match="static files cannot be collected"):
        call_command("prepare_site", "--no-demo")
    assert list(settings.STATIC_ROOT.glob(".collected*")) == []
