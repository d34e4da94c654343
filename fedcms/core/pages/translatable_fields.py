"""Declares which page fields are translated, copied from the source, or independent.

Every editable field of a translated model is named in its `translatable_fields`
(tests/clusters/test_translatable_fields.py): a forgotten one would be copied once and never follow its source.
"""

from wagtail_localize.fields import BaseTranslatableField, SynchronizedField, TranslatableField


class OwnField(BaseTranslatableField):
    """Neither translated nor taken over: each language has its own value."""

    def __repr__(self) -> str:
        return f"<OwnField {self.field_name}>"


def translated(*names: str) -> list[BaseTranslatableField]:
    """Fields whose words a translator writes."""
    return [TranslatableField(name) for name in names]


def same_everywhere(*names: str) -> list[BaseTranslatableField]:
    """Fields that follow the source and cannot be given another value in a translation."""
    return [SynchronizedField(name, overridable=False) for name in names]


def overridable(*names: str) -> list[BaseTranslatableField]:
    """Fields that follow the source until a translator chooses another value."""
    return [SynchronizedField(name) for name in names]


# What every page has. The slug is no text to translate, machines make nonsense of it: see
# clusters.translation.drafts.building.
# The two clocks follow the source, so that a translation never breaks its source's embargo.
PAGE_FIELDS: list[BaseTranslatableField] = [
    *translated("title", "summary", "seo_title", "search_description"),
    OwnField("slug"),
    *same_everywhere("show_in_menus", "go_live_at", "expire_at"),
]
