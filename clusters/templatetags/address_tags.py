"""Template tag of the form that changes a translation's address."""

from django import template
from wagtail.models import Page
from wagtail_localize.models import Translation

from clusters.translation.access.guards import signed_in_user
from clusters.translation.editor.page_address import may_change_address

register = template.Library()


@register.inclusion_tag("clusters/translation/address.html", takes_context=True)
def translation_address(context: template.Context, translation: Translation, page: Page) -> dict[str, object]:
    """Nothing for who may not change it."""
    return {
        "may_change": may_change_address(signed_in_user(context["request"]), page),
        "translation": translation,
        "page": page,
        "csrf_token": context.get("csrf_token"),
    }
