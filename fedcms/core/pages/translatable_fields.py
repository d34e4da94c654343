"""Declares which page fields are translated, copied from the source, or independent.

Every editable field of a translated model is named in its `translatable_fields`
(tests/clusters/test_translatable_fields.py): a forgotten one would be copied once and never follow its source.
"""

from wagtail_localize.fields import BaseTranslatableField, SynchronizedField, TranslatableField


class OwnField(BaseTranslatableField):
    """A field that is neither translated nor copied: each language has its own value."""

    def __repr__(self) -> str:
        return f"<OwnField {self.field_name}>"


def translated(*names: str) -> list[BaseTranslatableField]:
    """Returns fields that a translator translates."""
    return [TranslatableField(name) for name in names]


def same_everywhere(*names: str) -> list[BaseTranslatableField]:
    """Returns fields that always have the source's value; a translation cannot change them."""
    return [SynchronizedField(name, overridable=False) for name in names]


def overridable(*names: str) -> list[BaseTranslatableField]:
    """Returns fields that have the source's value until a translator chooses another."""
    return [SynchronizedField(name) for name in names]


# The fields of every page. The slug is not translated, since machine translation garbles it: see
# clusters.translation.drafts.building. Dates of publication and expiry follow the source, so that a translation never
# breaks the embargo of its source.
PAGE_FIELDS: list[BaseTranslatableField] = [
    *translated("title", "summary", "seo_title", "search_description"),
    OwnField("slug"),
    *same_everywhere("show_in_menus", "go_live_at", "expire_at"),
]
