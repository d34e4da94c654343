"""Template tags for the confirmations of Wagtail that ask what becomes of translations."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from wagtail.models import Page

from clusters.translation.access.guards import signed_in_user
from clusters.translation.translation_set.withdrawal import companions

register = template.Library()


@register.simple_tag(takes_context=True)
def translations_left_behind(
    context: template.Context, leaving: Page | list[dict[str, Page]], action: str
) -> SafeString:
    """Renders the other languages of a page, or of a bulk action's items, with a checkbox for each that may go."""
    pages = [leaving] if isinstance(leaving, Page) else [item["item"] for item in leaving]
    found = companions(pages, action, signed_in_user(context["request"]))
    return render_to_string("clusters/translation/leaving.html", {"companions": found, "action": action})
