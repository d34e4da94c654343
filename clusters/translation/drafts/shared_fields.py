"""Copies fields that are the same in every language: dates, venue, status, topics, audiences.

wagtail-localize copies them only when a draft of the translation is written. A cancelled event would still be announced
in English until somebody wrote one; so they are copied when the source is published. Texts, attachments, and pictures
that a translator may have replaced wait for the button "Mettre à jour les traductions".
"""

from collections.abc import Mapping

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q, QuerySet
from wagtail.models import Page, Revision
from wagtail_localize.fields import SynchronizedField, get_translatable_fields

CLOCKS = ("go_live_at", "expire_at")
_encoder = DjangoJSONEncoder()


def _fields_of(model: type[Page]) -> list["models.Field[object, object]"]:
    """Returns the fields that follow the source and cannot be overridden, without those of the schedule."""
    fixed = [
        translatable.get_field(model)
        for translatable in get_translatable_fields(model)
        if isinstance(translatable, SynchronizedField) and not translatable.overridable
    ]
    return [field for field in fixed if isinstance(field, models.Field) and field.name not in CLOCKS]


def _read(page: Page, name: str) -> object:
    field = page._meta.get_field(name)
    if field.many_to_many:
        return sorted(getattr(page, name).all(), key=lambda row: row.pk)
    return getattr(page, field.attname)


def shared_fields_of(page: Page) -> dict[str, object]:
    """Returns the shared fields of a page (as its own class).

    Foreign keys are returned as keys, many-to-many fields as lists of rows.
    """
    return {field.name: _read(page, field.name) for field in _fields_of(type(page))}


def assign(page: Page, values: Mapping[str, object]) -> None:
    """Sets shared fields or the schedule on a page, without saving it."""
    for name, value in values.items():
        field = page._meta.get_field(name)
        setattr(page, name if field.many_to_many else field.attname, value)


def open_revisions(page: Page) -> "QuerySet[Revision, Revision]":
    """Returns the revisions of a page that may still be published, and the public one."""
    wanted = Q(pk__in=[page.latest_revision_id, page.live_revision_id]) | Q(approved_go_live_at__isnull=False)
    return page.revisions.filter(wanted)  # type: ignore[no-any-return]  # Wagtail is untyped


def take_over(page: Page, values: Mapping[str, object], *, is_changed: bool = False) -> None:
    """Writes shared fields or the schedule into a translation's row, and its revisions that may still be published.

    The row is saved if a value is another, or `is_changed` says that something else was set on it.

    Nothing else changes: what a person wrote in a draft stays in the draft.
    """
    if is_changed or any(_read(page, name) != value for name, value in values.items()):
        assign(page, values)
        # Without validation: the row was valid when it was written, and its texts are not changed here.
        page.save(clean=False)
    whole = page.serializable_data()
    content = {name: _encoder.encode(whole[name]) for name in values}
    for revision in open_revisions(page):
        if any(_encoder.encode(revision.content.get(name)) != value for name, value in content.items()):
            revision.content |= {name: whole[name] for name in values}
            Revision.objects.filter(pk=revision.pk).update(content=revision.content)
