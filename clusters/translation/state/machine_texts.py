"""Marks machine-translated texts as reviewed when a person approves or publishes the page."""

from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from clusters.translation.state.freshness import refresh


def mark_reviewed_page(page: Page) -> None:
    """Marks the machine-translated strings of a page as a person's; `tool_name` still names the machine."""
    strings = StringTranslation.objects.filter(
        context__object_id=page.translation_key,
        locale_id=page.locale_id,
        translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
    )
    if strings.update(translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL):
        refresh(page.translation_key)
