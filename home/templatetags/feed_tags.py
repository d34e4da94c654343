"""Template tag for the feeds and calendars of a page."""

from django import template
from django.template import Context

from home.feeds.links import Subscriptions, scope_at, subscriptions_to

register = template.Library()


@register.simple_tag(takes_context=True)
def feed_links(context: Context) -> Subscriptions:
    """Returns the feeds and the calendar of the page that is rendered (see home.feeds.links)."""
    names = ("page", "listing", "form", "cluster")
    return subscriptions_to(scope_at(*(context.get(name) for name in names)))
