"""Fact sheets are stored whole, and not for long: a cut one is made anew, one that names who changed is deleted."""

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from clusters.models import Cluster, PressKit
from clusters.press_access.kits import stored_sheets
from clusters.press_access.kits.contents import kit_of_owner, kit_of_page
from clusters.press_access.kits.fact_sheet import SheetNotMade
from clusters.press_access.kits.stored_sheets import FOLDER, fact_sheet, prune_sheets, sheet_name
from clusters.press_access.kits.tasks import prepare_own_kit
from fedcms.core.tasks.recurring import DAY, recurring_jobs
from tests.clusters.press_access.kits.conftest import World
from tests.clusters.press_access.kits.support import body_of, get, opened
from tests.factories import make_release
from tests.news.newsroom_rows import make_person, make_press_contact

pytestmark = pytest.mark.django_db


def test_it_is_made_once_and_anew_when_its_texts_change(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    south = Cluster.objects.get(pk=world.south.pk)
    first = kit_of_owner(south, "es")
    made = fact_sheet(first)
    monkeypatch.setattr(stored_sheets, "render", lambda sheet: pytest.fail("made again"))
    assert fact_sheet(kit_of_owner(south, "es")) == made
    monkeypatch.undo()
    for number in range(8):
        south.phone = f"+33 {number}"
        last = kit_of_owner(south, "es")
        fact_sheet(last)
    folder = sheet_name(last).rpartition("/")[0]
    assert sheet_name(last) != sheet_name(first)
    assert len(default_storage.listdir(folder)[1]) == 6
    assert default_storage.exists(sheet_name(last))


@pytest.mark.parametrize("left", [lambda whole: b"", lambda whole: whole[:-30]], ids=["empty", "cut"])
def test_what_a_killed_process_left_is_made_anew(world: World, left: Callable[[bytes], bytes]) -> None:
    kit = kit_of_owner(world.south, "fr")
    whole = fact_sheet(kit)
    folder = sheet_name(kit).rpartition("/")[0]
    stored = default_storage.listdir(folder)
    Path(default_storage.path(sheet_name(kit))).write_bytes(left(whole))
    assert body_of(get("/fr/press-kits/midi/fact-sheet.pdf")).rstrip().endswith(b"%%EOF")
    assert default_storage.open(sheet_name(kit)).read().rstrip().endswith(b"%%EOF")
    assert default_storage.listdir(folder) == stored, "in its place, not beside it"


def test_what_is_old_or_of_nobody_is_deleted_daily(world: World) -> None:
    # Files stay when a test ends.
    prune_sheets()
    page = make_release(world.south)
    kept = sheet_name(kit_of_owner(world.south, "fr"))
    of_page = sheet_name(kit_of_page(page))
    gone = [
        f"{FOLDER}/disparu/own/fr/a.pdf",
        f"{FOLDER}/midi/{uuid4()}/fr/a.pdf",
        f"{FOLDER}/midi/x/fr/a.pdf",
    ]
    fact_sheet(kit_of_owner(world.south, "fr"))
    fact_sheet(kit_of_page(page))
    for name in gone:
        default_storage.save(name, ContentFile(b"%PDF %%EOF"))
    (job,) = [each for each in recurring_jobs() if each.name == "prune fact sheets"]
    assert job.seconds == DAY
    assert job.job() == len(gone)  # type: ignore[comparison-overlap]  # a number
    assert not any(default_storage.exists(name) for name in gone)
    assert default_storage.exists(kept)
    with time_machine.travel("2099-01-01"):
        assert prune_sheets() >= 2
    assert not default_storage.exists(kept)
    assert not default_storage.exists(of_page)
    body_of(get("/fr/press-kits/midi/fact-sheet.pdf"))


def test_who_changes_or_is_erased_is_in_no_stored_sheet(world: World) -> None:
    page = make_release(world.south)
    for make in (make_person, make_press_contact):
        row = make(world.south, "Marie Sentinelle")
        for change in (row.save, row.delete):
            names = [sheet_name(kit) for kit in (kit_of_owner(world.south, "fr"), kit_of_page(page))]
            fact_sheet(kit_of_owner(world.south, "fr"))
            fact_sheet(kit_of_page(page))
            assert all(default_storage.exists(name) for name in names)
            change()
            assert not any(default_storage.exists(name) for name in names)


def test_an_archive_goes_out_without_a_sheet_that_cannot_be_made(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(sheet: object) -> bytes:
        raise SheetNotMade("no")

    monkeypatch.setattr(stored_sheets, "render", refuse)
    Cluster.objects.filter(pk=world.south.pk).update(phone="+33 5 99 99 99 99")
    kit = opened(get("/fr/press-kits/midi/press-kit.zip"))
    assert "Vue de libre.jpg" in " ".join(kit.files)
    assert not any(path.endswith(".pdf") for path in kit.files)
    assert "absent de cette archive : Fiche de presse" in kit.credits
    assert "without its fact sheet" in caplog.text
    assert get("/fr/press-kits/midi/fact-sheet.pdf").status_code == 404
    # Another try would change nothing: the task does not fail.
    prepare_own_kit.call(press_kit_id=PressKit.objects.get(cluster=world.south).pk)
