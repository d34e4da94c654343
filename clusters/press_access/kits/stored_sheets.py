"""Keeps the fact sheets of press kits in the media storage, named after their content, and no longer than needed.

A sheet is made again within some hundredths of a second: so any may be deleted at any time, and those with personal
data are, when a person or a contact changes (`forget_sheets`).
"""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from clusters.models import Cluster, ContentPage
from clusters.models.cluster import FEDERATION_SLUG
from clusters.press_access.kits.contents import PressKitContents
from clusters.press_access.kits.fact_sheet import Sheet, digest_of, render, sheet_of
from clusters.press_access.kits.owners import slug_of
from clusters.press_access.kits.recent_sheets import keep_for_a_minute, recent_sheet

FOLDER = "fact-sheets"
"""Where they are stored. Nothing below it has an address of its own: a view sends a sheet when its kit may be read."""
OWN = "own"
"""The folder of an owner's own kit, beside those of its pages."""
MOST_KEPT = 6
"""So many sheets of one kit and language are kept: the public one, those under embargo, and what was sent just now."""
_END = b"%%EOF"
_IS_KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _folder_of(contents: PressKitContents) -> str:
    key = contents.page.translation_key if contents.page is not None else OWN
    return f"{FOLDER}/{slug_of(contents.owner)}/{key}/{contents.language}"


def sheet_name(contents: PressKitContents) -> str:
    """Returns under which name the fact sheet of a kit, as it is now, is stored."""
    return f"{_folder_of(contents)}/{digest_of(sheet_of(contents))}.pdf"


def fact_sheet(contents: PressKitContents, sheet: Sheet | None = None) -> bytes:
    """Returns the fact sheet of a kit as it is now; makes it if publication has not, and keeps it if that is allowed.

    Who has asked for what it says hands that over as `sheet`. Raises `SheetNotMade`.
    """
    sheet = sheet_of(contents) if sheet is None else sheet
    if not contents.is_stored:
        digest = digest_of(sheet)
        recent = recent_sheet(digest)
        if not recent:
            recent = render(sheet)
            keep_for_a_minute(digest, recent)
        return recent
    folder = _folder_of(contents)
    name = f"{folder}/{digest_of(sheet)}.pdf"
    kept = _read(name)
    if kept:
        return kept
    content = render(sheet)
    # What a killed process left half written, if anything.
    default_storage.delete(name)
    made = default_storage.save(name, ContentFile(content))
    if made != name:
        # Another process was quicker.
        default_storage.delete(made)
    _forget_old(folder)
    return content


def _read(name: str) -> bytes:
    """Returns a stored sheet; nothing of one that is missing, or not whole because its process was killed."""
    try:
        with default_storage.open(name) as file:
            content: bytes = file.read()
    except OSError:
        return b""
    return content if content.rstrip().endswith(_END) else b""


def _listed(folder: str) -> tuple[list[str], list[str]]:
    """Returns the paths of the folders and files in a folder; none of one that does not exist."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []
    return [f"{folder}/{name}" for name in folders if name], [f"{folder}/{name}" for name in files if name]


def _files_below(folder: str) -> Iterator[str]:
    folders, files = _listed(folder)
    yield from files
    for each in folders:
        yield from _files_below(each)


def _forget_old(folder: str) -> None:
    """Removes all but the newest sheets of a folder."""
    names = _listed(folder)[1]
    if len(names) > MOST_KEPT:
        _delete(sorted(names, key=default_storage.get_modified_time, reverse=True)[MOST_KEPT:])


def forget_sheets(folder: str) -> int:
    """Deletes all sheets in a folder and below; returns how many."""
    return _delete(list(_files_below(folder)))


def _delete(names: Sequence[str]) -> int:
    for name in names:
        default_storage.delete(name)
    return len(names)


def prune_sheets() -> int:
    """Deletes sheets that are older than FEDCMS_FACT_SHEET_KEPT_DAYS, and those of owners and pages that are gone.

    Returns how many. A recurring task, safe to repeat and to be killed: one that is still wanted is made again.
    """
    old = timezone.now() - timedelta(days=settings.FEDCMS_FACT_SHEET_KEPT_DAYS)
    owners = {FEDERATION_SLUG, *Cluster.objects.values_list("slug", flat=True)}
    deleted = 0
    for of_owner in _listed(FOLDER)[0]:
        if of_owner.rpartition("/")[2] not in owners:
            deleted += forget_sheets(of_owner)
            continue
        kits = {path.rpartition("/")[2]: path for path in _listed(of_owner)[0]}
        keys = [key for key in kits if _IS_KEY.fullmatch(key)]
        pages = ContentPage.objects.filter(translation_key__in=keys).values_list("translation_key", flat=True)
        known = {OWN, *map(str, pages)}
        for key, path in kits.items():
            names = list(_files_below(path))
            if key in known:
                names = [name for name in names if default_storage.get_modified_time(name) < old]
            deleted += _delete(names)
    return deleted
