"""Template tags for the site frame, the head and the untranslated notice."""

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context

from home.head.head_metadata import Head, build_head
from home.head.previews import SearchPreview, search_preview, social_card_data_url
from home.navigation.edit_link import edit_address
from home.navigation.menus import build_site_frame
from home.navigation.site_frame import SiteFrame
from home.not_translated.notice import UntranslatedNotice, find_untranslated_notice

register = template.Library()


def _request(context: Context) -> HttpRequest:
    request = context["request"]
    if not isinstance(request, HttpRequest):
        raise template.TemplateSyntaxError("base.html needs a request in the context.")
    return request


@register.simple_tag(takes_context=True)
def page_site_frame(context: Context) -> SiteFrame:
    """Returns menu, languages, breadcrumbs and footer of the page that is rendered."""
    return build_site_frame(_request(context), context.get("page"))


@register.simple_tag
def keeps_pages_offline() -> bool:
    """Returns whether browsers may keep pages to be read without network (docs/adr/0080)."""
    return bool(settings.FEDCMS_OFFLINE_PAGES)


@register.simple_tag(takes_context=True)
def page_edit_address(context: Context) -> str:
    """Returns the address of the editor of the page that is rendered, for who may edit it; else ""."""
    return edit_address(_request(context), context.get("page"))


@register.simple_tag(takes_context=True)
def page_head(context: Context, site_frame: SiteFrame) -> Head:
    """Returns title, description, addresses, social card and structured data of the page that is rendered."""
    known = {str(name): value for name, value in context.flatten().items()}
    return build_head(_request(context), known, site_frame)


@register.simple_tag
def as_search_result(head: Head) -> SearchPreview:
    """Returns the page as a search engine shows it."""
    return search_preview(head)


@register.simple_tag(takes_context=True)
def social_card_image(context: Context) -> str:
    """Returns the image of the page's social card, drawn for this response."""
    return social_card_data_url(
        context["page"], {str(name): value for name, value in context.flatten().items()}
    )


@register.simple_tag(takes_context=True)
def untranslated_notice(context: Context) -> UntranslatedNotice | None:
    """Returns the notice with the languages in which the missing page of this request exists; None without any.

    Looked up once, since the error page needs it in its head and in its body.
    """
    kept = context.render_context
    if "untranslated_notice" not in kept:
        kept["untranslated_notice"] = find_untranslated_notice(_request(context))
    found: UntranslatedNotice | None = kept["untranslated_notice"]
    return found
