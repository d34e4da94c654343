"""Template tags that lead from a screen of the admin to its help in the editors' guide."""

from django import template
from django.http import HttpRequest
from django.template import Context

from home.guide.help_link import help_url, topic_url

register = template.Library()


def _request(context: Context) -> HttpRequest | None:
    """Returns the request of a context; a header is included with nothing of its screen's, but knows it."""
    request = getattr(context, "request", None) or context.get("request")
    return request if isinstance(request, HttpRequest) else None


@register.simple_tag(takes_context=True)
def screen_help_url(context: Context) -> str:
    """Returns where the help for the shown screen is; "" in a template that was rendered without a request."""
    request = _request(context)
    return help_url(request) if request else ""


@register.simple_tag(takes_context=True)
def screen_topic_url(context: Context) -> str:
    """Returns the same for a header that windows have, too: "" where no chapter tells of the screen."""
    request = _request(context)
    return topic_url(request) if request else ""
