"""Serves feeds: the subscription and the format are in the address."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from clusters.content.subscriptions import SubscriptionScope
from fedcms.core.http.conditional_get import conditional_response
from fedcms.core.pages.addresses import absolute
from fedcms.core.shown_tags import allow_keeping
from home.feeds.entries import read_feed
from home.feeds.formats import FORMATS
from home.feeds.hubs import name_hubs


@require_safe
def feed(
    request: HttpRequest,
    name: str,
    cluster: str | None = None,
    kind: str | None = None,
    topic: str | None = None,
) -> HttpResponse:
    """Serves the feed of a scope in the language of the address; 404 for an unknown cluster, kind or topic."""
    scope = SubscriptionScope.read(cluster=cluster, kind=kind, topic=topic)
    content = read_feed(scope)
    written = FORMATS[name]
    if not request.GET:
        is_collected = allow_keeping(is_unmarked=True, is_one_of_many=scope.has_filters)
        request.is_asked_last = is_collected  # type: ignore[attr-defined]  # for `conditional_get`
    response = conditional_response(
        request,
        written.write(content),
        content_type=f"{written.mime_type}; charset=utf-8",
        changed_at=content.updated_at,
    )
    return name_hubs(response, absolute(content.scope.address(name)))
