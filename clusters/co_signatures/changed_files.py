"""Tells when a file changes that co-signed texts show: who signed them is mailed, and what was asked is asked anew.

A file may be replaced behind the same number, by people who may not publish. To refuse that would hinder every library;
who signs learns of it at once.
"""

from collections.abc import Iterator
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Page, ReferenceIndex, Revision

from clusters.co_signatures.decided_versions import public_version
from clusters.co_signatures.mails import mail_changed_file
from clusters.co_signatures.newest_questions import note_newest
from clusters.co_signatures.signed_text import seen_of_file
from clusters.co_signatures.signers import newest_text
from clusters.models import ContentPage, CoSignature, CoSignatureState
from clusters.press_access.page_files import file_keys
from clusters.publishing.co_signed_moves import FIELD, co_signed_kinds
from clusters.publishing.schedule_move import schedule_owner
from fedcms.media.models import File


def note_before(sender: type, instance: File, raw: bool, **kwargs: object) -> None:
    """Receives `pre_save` of a file: keeps what readers saw of it. Two queries at most."""
    instance.seen_before = None
    if not raw and instance.pk and CoSignature.objects.exists():
        instance.seen_before = type(instance).objects.filter(pk=instance.pk).first()


def tell_of_change(sender: type, instance: File, **kwargs: object) -> None:
    """Receives `post_save` of a file: mails about decided texts that show it, and notes what is asked no more."""
    before: File | None = instance.seen_before
    if before is None or not _differs(before, instance):
        return
    with transaction.atomic():
        for content, moment in _decided_with(instance):
            if content.co_signing_clusters() and schedule_owner(content).pk == content.pk:
                mail_changed_file(content, moment)
        asked = CoSignature.objects.filter(state=CoSignatureState.ASKED)
        for page in Page.objects.filter(pk__in=asked.values("page")).order_by("pk"):
            newest = newest_text(page)
            if newest is not None and _shows(newest, instance):
                note_newest(page, newest)


def _differs(before: File, after: File) -> bool:
    # An old row gets its hash when somebody asks for it first.
    is_other_content = before.file_hash not in ("", after.file_hash) or before.file.name != after.file.name
    return is_other_content or seen_of_file(before) != seen_of_file(after)


def _shows(content: ContentPage, file: File) -> bool:
    return (type(file), file.pk) in file_keys(content)


def _decided_with(file: File) -> Iterator[tuple[ContentPage, datetime | None]]:
    """Yields each public or scheduled version that names other clusters and shows a file, with its moment to come."""
    page_type = ContentType.objects.get_for_model(Page).pk
    used = ReferenceIndex.get_references_to(file).filter(base_content_type=page_type)
    keys = {int(key) for key in used.values_list("object_id", flat=True) if key.isdecimal()}
    for kind in co_signed_kinds():
        rows = kind.objects.filter(pk__in=keys, live=True, **{f"{FIELD}__isnull": False}).distinct()
        for row in rows.order_by("pk"):
            content = public_version(row)
            if content is not None and _shows(content, file):
                yield content, None
        own_type = ContentType.objects.get_for_model(kind)
        scheduled = Revision.page_revisions.filter(approved_go_live_at__isnull=False, content_type=own_type)
        for revision in scheduled.order_by("approved_go_live_at", "pk"):
            if revision.content.get(FIELD) and _shows(version := revision.as_object(), file):
                yield version, revision.approved_go_live_at
