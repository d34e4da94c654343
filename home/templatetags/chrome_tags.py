"""Template access to what stands around every page."""

from django import template
from django.http import HttpRequest
from django.template import Context

from home.navigation import Chrome, build_chrome

register = template.Library()


@register.simple_tag(takes_context=True)
def page_chrome(context: Context) -> Chrome:
    """Menu, languages, breadcrumbs and footer of the page that is rendered."""
    request = context["request"]
    if not isinstance(request, HttpRequest):
        raise template.TemplateSyntaxError("page_chrome needs a request in the context.")
    return build_chrome(request, context.get("page"))
