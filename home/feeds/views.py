"""Serves feeds: the scope from the address, the format from its last part."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from clusters.content.next_change import earliest, next_change, next_midnight
from clusters.content.subscriptions import Scope
from fedcms.core.http.conditional_get import PackedBody, packed_response
from fedcms.core.public_version import remember
from home.feeds.entries import read_feed
from home.feeds.formats import FORMATS


@require_safe
def feed(
    request: HttpRequest,
    name: str,
    cluster: str | None = None,
    kind: str | None = None,
    topic: str | None = None,
) -> HttpResponse:
    """The feed of a scope in the language of the address; 404 for a cluster, kind or topic that does not exist."""
    scope, written = Scope.read(cluster=cluster, kind=kind, topic=topic), FORMATS[name]

    def write() -> tuple[PackedBody, datetime | None]:
        until = earliest(next_change(), next_midnight())
        content = read_feed(scope)
        return PackedBody.of(written.write(content), content.updated_at), until

    body = remember(("feed", scope, name), write)
    return packed_response(request, body, content_type=f"{written.mime_type}; charset=utf-8")
