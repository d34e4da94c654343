"""Keeps the documents of an application: one file for each that is asked for, in the private storage."""

from datetime import datetime

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.publishing.refusal import Refusal
from events.applications.file_checks import content_of
from events.applications.locks import locked_application, refuse_unless_writable
from events.applications.private_files import drop_file, drop_file_after_commit, keep_file
from events.models import Application, ApplicationDocument, RequestedDocument

LONGEST_NAME = 150


def add_document(
    application: Application,
    requested: RequestedDocument,
    upload: File[bytes],
    version: str,
    now: datetime | None = None,
    *,
    form_key: str = "",
) -> bool:
    """Keeps a file that was checked, in the place of the one before. Raises `Refusal`; then no file is left.

    Returns whether there is another file than before.
    From a form that shows an older version, only what is missing is taken; one that comes twice counts once.
    """
    name = (upload.name or "")[-LONGEST_NAME:]
    stored = keep_file(content_of(upload), name)
    try:
        is_kept = _set(application, requested, stored, (name, upload.size), version, now, form_key)
    except BaseException:
        drop_file(stored)
        raise
    if not is_kept:
        drop_file(stored)
    return is_kept


@transaction.atomic
def _set(
    application: Application,
    requested: RequestedDocument,
    stored: str,
    named: tuple[str, int],
    version: str,
    now: datetime | None,
    form_key: str,
) -> bool:
    """Names a stored file in its row; returns whether it does: of a form that comes twice, the first one is there."""
    found = locked_application(application)
    # After the lock was waited for: the call may have closed meanwhile.
    now = now or timezone.now()
    refuse_unless_writable(found, now)
    before = ApplicationDocument.objects.filter(application=found, requested=requested).first()
    is_again = form_key != "" and form_key == found.saved_form_key
    if is_again and before is not None and (before.name, before.size) == named:
        return False
    if before is not None and version != str(found.version):
        raise Refusal(
            _("Un fichier plus récent est déjà là : envoyez de nouveau pour le remplacer."), reason="outdated"
        )
    values = {"file": stored, "name": named[0], "size": named[1], "added_at": now}
    if before is not None:
        drop_file_after_commit(before.file.name or "")
        ApplicationDocument.objects.filter(pk=before.pk).update(**values)
    else:
        ApplicationDocument.objects.create(application=found, requested=requested, **values)
    return True
