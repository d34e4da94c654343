"""Declares which page fields are translated, copied from the source, or independent.

Every editable field of a translated model is named in its `translatable_fields`
(tests/clusters/test_translatable_fields.py): a forgotten one would be copied once and never follow its source.
"""

from typing import cast

from django.db import models
from wagtail_localize.fields import (
    BaseTranslatableField,
    SynchronizedField,
    TranslatableField,
    get_translatable_fields,
)


class OwnField(BaseTranslatableField):
    """A field that is neither translated nor copied: each language has its own value."""

    def __repr__(self) -> str:
        return f"<OwnField {self.field_name}>"


class PlaceName(TranslatableField):
    """The name of a place: a translation has its own, or the source's, and waits for none (docs/adr/0071).

    What nobody types, such as the place that was announced before, is no text for translators; it follows all the same.
    """

    def is_translated(self, obj: models.Model) -> bool:
        """Returns whether translators find it among the texts."""
        return bool(self.get_field(type(obj)).editable)

    def is_synchronized(self, obj: models.Model) -> bool:
        """Returns False: clusters.translation.drafts.place_names copies it, where there is no name of its own."""
        return False


def translated(*names: str) -> list[BaseTranslatableField]:
    """Returns fields that a translator translates."""
    return [TranslatableField(name) for name in names]


def same_everywhere(*names: str) -> list[BaseTranslatableField]:
    """Returns fields that always have the source's value; a translation cannot change them."""
    return [SynchronizedField(name, overridable=False) for name in names]


def overridable(*names: str) -> list[BaseTranslatableField]:
    """Returns fields that have the source's value until a translator chooses another."""
    return [SynchronizedField(name) for name in names]


def place_names(*names: str) -> list[BaseTranslatableField]:
    """Returns fields with the name of a place, each language's own."""
    return [PlaceName(name) for name in names]


def own_value(*names: str) -> list[BaseTranslatableField]:
    """Returns fields that each language computes or has for itself."""
    return [OwnField(name) for name in names]


def all_but(fields: list[BaseTranslatableField], *names: str) -> list[BaseTranslatableField]:
    """Returns the fields without some, which a kind treats otherwise."""
    return [field for field in fields if field.field_name not in names]


def place_names_of(model: type[models.Model]) -> list[str]:
    """Returns the columns of a model that hold the name of a place, in the order of their declaration."""
    found = cast("list[BaseTranslatableField]", get_translatable_fields(model))
    return [field.field_name for field in found if isinstance(field, PlaceName)]


# The fields of every page. The slug is not translated, since machine translation garbles it: see
# clusters.translation.drafts.building. Dates of publication and expiry follow the source, so that a translation never
# breaks the embargo of its source.
PAGE_FIELDS: list[BaseTranslatableField] = [
    *translated("title", "summary", "seo_title", "search_description"),
    OwnField("slug"),
    *same_everywhere("show_in_menus", "go_live_at", "expire_at"),
]
