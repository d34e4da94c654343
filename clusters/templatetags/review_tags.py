"""Template tags of the review of translations: the address of the screen that shows it beside its source."""

from django import template
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import Translation

register = template.Library()


@register.simple_tag
def translation_review_url(page: Page | None) -> str:
    """Returns the address of the screen; "" for a page that is not a translation. One query."""
    if page is None:
        return ""
    found = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    ).values_list("pk", flat=True)
    key = found.first()
    return reverse("translation_review:show", args=[key]) if key else ""
