"""Serves calendars: that of a page at its `calendar.ics`, and those of subscriptions."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from clusters.content.next_change import earliest, next_change, next_midnight
from clusters.content.subscriptions import SubscriptionScope
from events.ical.feeds import CONTENT_TYPE, calendar_of_page, calendar_of_scope, dated_models
from fedcms.core.http.conditional_get import PackedBody, conditional_response, packed_response
from fedcms.core.pages.addresses import home_address
from fedcms.core.public_version import remember
from fedcms.core.shown_tags import allow_keeping, declared, note_passing, page_tag, set_tag


@require_safe
def page_calendar(request: HttpRequest, path: str) -> HttpResponse:
    """Serves the calendar of one event or mission; 404 when an anonymous visitor may not see the page."""
    language = get_language() or ""
    for model in dated_models():
        pages = model.objects.visible().defer("body").select_related("cluster")
        pages = pages.annotate(**model.columns_of_others())
        # Of no other page than the one found: an answer that finds none is not kept.
        with declared():
            page = pages.filter(url_path=f"{home_address(language)}{path}").first()
        if page is not None:
            with declared(page_tag(page.pk), set_tag(page.translation_key)):
                written = calendar_of_page(page, language)
            note_passing(written.until)
            if not request.GET:
                is_collected = allow_keeping(is_unmarked=True)
                request.is_asked_last = is_collected  # type: ignore[attr-defined]  # for `conditional_get`
            response = conditional_response(
                request, written.body, content_type=CONTENT_TYPE, changed_at=written.changed_at
            )
            # A file name, for those who save the file; calendar programs open it all the same.
            response["Content-Disposition"] = f'inline; filename="{page.slug}.ics"'
            return response
    raise Http404("No public event or mission stands at this address.")


@require_safe
def scope_calendar(
    request: HttpRequest, cluster: str | None = None, kind: str | None = None, topic: str | None = None
) -> HttpResponse:
    """Serves the calendar of a scope in the language of the address; 404 if unknown or without dates."""
    scope = SubscriptionScope.read(cluster=cluster, kind=kind, topic=topic)
    if not scope.dated_kinds:
        raise Http404(f"What is of the kind {scope.kind!r} has no place in a calendar.")

    def write() -> tuple[PackedBody, datetime | None]:
        until = earliest(next_change(), next_midnight())
        with declared(*scope.calendar_tags):
            written = calendar_of_scope(scope)
        return PackedBody.of(written.body, written.changed_at), earliest(until, written.until)

    if not request.GET:
        is_collected = allow_keeping(is_unmarked=True, is_one_of_many=scope.has_filters)
        request.is_asked_last = is_collected  # type: ignore[attr-defined]  # for `conditional_get`
    return packed_response(request, remember(("calendar", scope), write), content_type=CONTENT_TYPE)
