"""Template access to what stands around every page, and to what its head says."""

from django import template
from django.http import HttpRequest
from django.template import Context

from home.head.building import Head, build_head
from home.head.previews import SearchPreview, card_picture, search_preview
from home.navigation.menus import Chrome, build_chrome
from home.not_translated.notice import Elsewhere, find_elsewhere

register = template.Library()


def _request(context: Context) -> HttpRequest:
    request = context["request"]
    if not isinstance(request, HttpRequest):
        raise template.TemplateSyntaxError("base.html needs a request in the context.")
    return request


@register.simple_tag(takes_context=True)
def page_chrome(context: Context) -> Chrome:
    """Menu, languages, breadcrumbs and footer of the page that is rendered."""
    return build_chrome(_request(context), context.get("page"))


@register.simple_tag(takes_context=True)
def page_head(context: Context, chrome: Chrome) -> Head:
    """Title, description, addresses, social card and structured data of the page that is rendered."""
    known = {str(name): value for name, value in context.flatten().items()}
    return build_head(_request(context), known, chrome)


@register.simple_tag
def as_search_result(head: Head) -> SearchPreview:
    """The page as a search engine shows it."""
    return search_preview(head)


@register.simple_tag(takes_context=True)
def as_card(context: Context) -> str:
    """The picture of the page's social card, drawn for this answer."""
    return card_picture(context["page"], {str(name): value for name, value in context.flatten().items()})


@register.simple_tag(takes_context=True)
def elsewhere(context: Context) -> Elsewhere | None:
    """What can be told of the missing page of this request: the languages in which it exists, `None` for nothing.

    Looked up once a page, which asks for it in its head and in its body.
    """
    kept = context.render_context
    if "elsewhere" not in kept:
        kept["elsewhere"] = find_elsewhere(_request(context))
    found: Elsewhere | None = kept["elsewhere"]
    return found
