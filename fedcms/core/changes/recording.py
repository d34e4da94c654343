"""Compares the public form of what was written with the stored one, and writes an event if they differ.

Called in the transaction that writes, after the row: whoever writes the same page waits for that row.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from django.db import models
from django.db.models import F
from wagtail.models import Page

from fedcms.core.changes.content_digest import digest_of_page, digest_of_row
from fedcms.core.changes.followers import PageWritten, follow_page
from fedcms.core.models import PublicChange, PublicForm, Reason
from fedcms.core.visibility import IsOpen

# Columns that `save_revision` and locks write: they concern the draft, never what the public sees.
DRAFT_COLUMNS = frozenset(
    {
        "latest_revision",
        "latest_revision_created_at",
        "draft_title",
        "has_unpublished_changes",
        "latest_comment_created_at",
        "locked",
        "locked_at",
        "locked_by",
        "owner",
    }
)


def page_key(page_id: int) -> str:
    """Returns the key of a page's public form."""
    return f"page-{page_id}"


def write_page(instance: Page, columns: frozenset[str] | None) -> None:
    """Writes the event of a saved page if its public form differs, then runs the followers. `columns`: None means all.

    When only some columns were saved, the instance may hold a draft, so the row is read again. After a full save the
    instance equals the row; and only it has the topics and children, which are saved a moment later.
    """
    if columns is not None and columns <= DRAFT_COLUMNS:
        return
    page = instance.specific if columns is None else Page.objects.get(pk=instance.pk).specific
    before = PublicForm.objects.filter(key=page_key(page.pk)).first()
    is_public = is_open(page)
    after = form_of_page(page, is_public=is_public)
    reason = keep(before, after)
    if reason is not None:
        event_of_page(page, reason, before, after).save()
    follow_page(PageWritten(page, columns, is_public, differs=reason is not None))


def form_of_page(page: Page, *, is_public: bool) -> PublicForm:
    """Returns the present public form of a page, unsaved. The page must be specific (an instance of its own class)."""
    return PublicForm(
        key=page_key(page.pk),
        is_public=is_public,
        address=page.url_path,
        path=page.path,
        content=digest_of_page(page) if is_public else "",
        kind=getattr(page, "kind", ""),
        cluster=getattr(getattr(page, "cluster", None), "slug", ""),
    )


def is_open(page: Page) -> bool:
    """Returns whether a visitor may see the page between its release and its expiry, whatever the time is now."""
    if not page.live or page.alias_of_id is not None:
        return False
    return bool(ids_of_open_pages([page.pk]))


def ids_of_open_pages(ids: Collection[int]) -> set[int]:
    """Returns the ids of those pages that a visitor may see between their release and their expiry. One query."""
    rows = Page.objects.filter(pk__in=ids, live=True, alias_of=None).order_by()
    opened = rows.annotate(is_open=IsOpen(F("path"), F("locale_id"))).values_list("pk", "is_open")
    return {pk for pk, is_open_now in opened if is_open_now}


def reason_of_difference(before: PublicForm | None, after: PublicForm) -> Reason | None:
    """Returns why the new public form differs from the one before; None when nobody sees a difference."""
    if before is None or not before.is_public:
        return Reason.PUBLISHED if after.is_public else None
    if not after.is_public:
        return Reason.WITHDRAWN
    if before.address != after.address:
        return Reason.MOVED
    if before.content != after.content:
        return Reason.CHANGED
    if before.path != after.path:
        return Reason.REORDERED
    return None


def keep(before: PublicForm | None, after: PublicForm) -> Reason | None:
    """Saves the public form if it differs from the one before; returns why, or None."""
    reason = reason_of_difference(before, after)
    if reason is not None:
        after.save(force_insert=before is None, force_update=before is not None)
    return reason


def write_forms(forms: Sequence[PublicForm], events: Sequence[PublicChange]) -> None:
    """Saves public forms and events, with two statements."""
    columns = [field.name for field in PublicForm._meta.concrete_fields if not field.primary_key]
    PublicForm.objects.bulk_create(forms, update_conflicts=True, unique_fields=["key"], update_fields=columns)
    PublicChange.objects.bulk_create(events)


def event_of_page(page: Page, reason: Reason, before: PublicForm | None, after: PublicForm) -> PublicChange:
    """Returns the event about a page, unsaved."""
    return PublicChange(
        subject="page",
        object_id=page.pk,
        translation_key=page.translation_key,
        language=page.locale.language_code,
        kind=after.kind,
        cluster=after.cluster,
        reason=reason,
        address="" if reason is Reason.DELETED else after.address,
        address_before=before.address if before is not None and before.is_public else "",
    )


def delete_page(instance: Page) -> None:
    """Deletes the public form of a page that is about to be deleted; writes an event if it was public."""
    before = PublicForm.objects.filter(key=page_key(instance.pk)).first()
    if before is None:
        return
    if before.is_public:
        event_of_page(instance, Reason.DELETED, before, before).save()
    before.delete()


@dataclass(frozen=True)
class Description:
    """The kind and cluster that an event gives for a shared row."""

    kind: str = ""
    cluster: str = ""


Describe = Callable[[models.Model], Description]
_describers: dict[type[models.Model], Describe] = {}


def register_describer(model: type[models.Model], describe: Describe) -> None:
    """Registers the function that describes rows of a model in events; see `signal_handlers.watch_rows`."""
    _describers[model] = describe


def write_row(row: models.Model) -> None:
    """Writes the event of a saved row that pages show, if it differs."""
    before = PublicForm.objects.filter(key=_row_key(row)).first()
    after = PublicForm(key=_row_key(row), is_public=True, content=digest_of_row(row))
    reason = keep(before, after)
    if reason is not None:
        _event_of_row(row, reason).save()


def delete_row(row: models.Model) -> None:
    """Writes the event of a row that pages show and that is about to be deleted."""
    PublicForm.objects.filter(key=_row_key(row)).delete()
    _event_of_row(row, Reason.DELETED).save()


def _row_key(row: models.Model) -> str:
    return f"{row._meta.model_name}-{row.pk}"


def _event_of_row(row: models.Model, reason: Reason) -> PublicChange:
    about = _describers[type(row)](row)
    return PublicChange(
        subject=str(row._meta.model_name),
        object_id=row.pk,
        kind=about.kind,
        cluster=about.cluster,
        reason=reason,
    )
