"""Copies fields that are the same in every language: dates, place, state, topics, audiences.

wagtail-localize takes it over when a draft of the translation is written. A cancelled event would go on being announced
in English until somebody thought of it; so it follows when the source is published. Words, pictures that a translator
may have replaced, and attachments wait for "Mettre à jour les traductions".
"""

from collections.abc import Mapping

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from wagtail.models import Page, Revision
from wagtail_localize.fields import SynchronizedField, get_translatable_fields

CLOCKS = ("go_live_at", "expire_at")
_encoder = DjangoJSONEncoder()


def _fields_of(model: type[Page]) -> list["models.Field[object, object]"]:
    """The columns and many-to-many fields that follow the source and cannot be given another value, but the clocks."""
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
    """The shared fields of a page (as its own class): keys of what it points to, rows of many-to-many fields."""
    return {field.name: _read(page, field.name) for field in _fields_of(type(page))}


def assign(page: Page, values: Mapping[str, object]) -> None:
    """Sets shared fields or clocks on a page, unsaved."""
    for name, value in values.items():
        field = page._meta.get_field(name)
        setattr(page, name if field.many_to_many else field.attname, value)


def take_over(page: Page, values: Mapping[str, object]) -> None:
    """Writes shared fields or clocks into a translation's row and its revisions that may still be published.

    Nothing else of them changes: what a person wrote in a draft stays in the draft.
    """
    if any(_read(page, name) != value for name, value in values.items()):
        assign(page, values)
        # As the row is, public or not: it was valid when it was written, and its words are not this module's.
        page.save(clean=False)
    whole = page.serializable_data()
    content = {name: _encoder.encode(whole[name]) for name in values}
    wanted = Q(pk__in=[page.latest_revision_id, page.live_revision_id]) | Q(approved_go_live_at__isnull=False)
    for revision in page.revisions.filter(wanted):
        if any(_encoder.encode(revision.content.get(name)) != value for name, value in content.items()):
            revision.content |= {name: whole[name] for name in values}
            Revision.objects.filter(pk=revision.pk).update(content=revision.content)
