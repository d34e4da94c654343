"""Template tags of the moderation bar and of confirmations that name translations."""

import re

from django import template
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page
from wagtail_localize.models import Translation

from clusters.translation.access.guards import signed_in_user
from clusters.translation.review.moderation import moderation_state
from clusters.translation.translation_set.withdrawal import companions

register = template.Library()

# The address as it stands in the escaped JSON of the editor's properties.
ALIAS_LINK = re.compile(r"(&quot;convertToAliasUrl&quot;:\s*)&quot;[^&]*&quot;")


@register.filter
def without_alias_link(rendered: SafeString) -> SafeString:
    """Takes "convert to alias" out of the editor's properties; should it stay, its view refuses."""
    return mark_safe(ALIAS_LINK.sub(r"\1null", rendered))  # noqa: S308  # rendered before, shortened here


@register.inclusion_tag("clusters/translation/moderation_bar.html", takes_context=True)
def moderation_bar(context: template.Context, translation: Translation, page: Page) -> dict[str, object]:
    """Where a translation stands in moderation, with the actions of the person who looks."""
    request: HttpRequest = context["request"]
    return {
        "moderation": moderation_state(translation, page, signed_in_user(request)),
        "translation": translation,
        "page": page,
        "request": request,
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag(takes_context=True)
def translations_left_behind(
    context: template.Context, leaving: Page | list[dict[str, Page]], action: str
) -> SafeString:
    """The other languages of a page, or of the items of a bulk action, with a box for each that may go along."""
    pages = [leaving] if isinstance(leaving, Page) else [item["item"] for item in leaving]
    found = companions(pages, action, signed_in_user(context["request"]))
    return render_to_string("clusters/translation/leaving.html", {"companions": found, "action": action})
