"""Writes events and missions as JSON-LD: each as schema.org has it on its own page, with keys of this site besides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from clusters.content.listings import spanned
from clusters.content.registry import content_types
from clusters.models import ContentPage
from clusters.models.content_queryset import AUDIENCE_FIELDS
from events.api.query_form import ApiForm
from events.mission_opening import opening_of
from events.models import CallForApplications, EventPage, TradeMissionPage
from events.signup.openings_for_machines import openings_of
from fedcms.core.pages.addresses import absolute, home_address, page_address, site_base
from fedcms.core.seo.head_types import HeadContext, HeadMetadata
from fedcms.core.seo.schema_org import Organization
from fedcms.core.seo.site_name import site_name
from fedcms.core.seo.structured_data import Json, as_json

CONTEXT: dict[str, Json | None] = {
    "@vocab": "https://schema.org/",
    "results": {"@id": "https://schema.org/itemListElement", "@container": "@list"},
    "total": "https://schema.org/numberOfItems",
    "topics": "https://schema.org/keywords",
    # Keys of this site and pages of the answer, which say nothing of the world.
    **dict.fromkeys(("locale", "page", "pages", "next", "previous", "cluster", "audiences"), None),
}


@dataclass(frozen=True)
class FoundPage:
    """One page of results, [] beyond the last one; `changed_at` is the last change of one of them."""

    total: int
    results: list[dict[str, Json]]
    changed_at: datetime | None


def find_page(form: ApiForm) -> FoundPage:
    """Returns the page asked for. Five queries, seven where events have a sign-up; the form has its own."""
    pages = spanned(form.queryset(), form.upcoming)
    total = pages.count()
    first = (form.page_number - 1) * form.page_length
    ordered = pages.latest_first() if form.shows_past else pages.soonest_first()
    keys = (
        list(ordered.values_list("pk", flat=True)[first : first + form.page_length]) if first < total else []
    )
    if not keys:
        return FoundPage(total, [], None)
    (kind,) = form.kinds
    found = (
        content_types()[kind].objects.filter(pk__in=keys).select_related("cluster", "organisation", "locale")
    )
    by_key = {page.pk: page for page in found}
    topics: dict[int, list[str]] = {}
    rows = ContentPage.objects.filter(pk__in=keys, topics__key__isnull=False).order_by("topics__key")
    for key, topic in rows.values_list("pk", "topics__key"):
        topics.setdefault(key, []).append(topic)
    shown = [by_key[key] for key in keys if key in by_key]
    calls = _calls_of(shown)
    contexts = _contexts(shown, calls)
    changes = [page.last_published_at for page in shown] + [call.changed_at for call in calls.values()]
    return FoundPage(
        total=total,
        results=[_result(page, topics.get(page.pk, []), contexts[page.pk]) for page in shown],
        changed_at=max((moment for moment in changes if moment is not None), default=None),
    )


def _calls_of(pages: Iterable[ContentPage]) -> dict[UUID, CallForApplications]:
    """Returns the calls of missions by translation key. One query, none without missions."""
    keys = [page.translation_key for page in pages if isinstance(page, TradeMissionPage)]
    calls = CallForApplications.objects.filter(translation_key__in=keys) if keys else ()
    return {call.translation_key: call for call in calls}


def _contexts(
    pages: Iterable[ContentPage], calls: Mapping[UUID, CallForApplications]
) -> dict[int, dict[str, object]]:
    """Returns what calls and sign-ups say, by primary key of the page, as a page's own context names it."""
    now = timezone.now()
    sign_ups = openings_of([page for page in pages if isinstance(page, EventPage)], now)
    return {
        page.pk: {"mission_opening": opening_of(page, calls.get(page.translation_key), now)}
        if isinstance(page, TradeMissionPage)
        else {"sign_up_opening": sign_ups.get(page.pk)}
        for page in pages
    }


def _result(page: ContentPage, topics: list[str], context: Mapping[str, object]) -> dict[str, Json]:
    """Returns one event or mission; `identifier` is the same in all its languages."""
    language, url = page.locale.language_code, absolute(page_address(page))
    metadata = HeadMetadata(title=page.title, description=page.summary)
    head_context = HeadContext(
        url=url,
        base=site_base(),
        language=language,
        metadata=metadata,
        description=page.summary,
        images=(),
        publisher=Organization(
            id=f"{site_base()}/#federation", name=site_name(), url=absolute(home_address(language))
        ),
        context=context,
    )
    audiences: list[Json] = [name.value for name, field in AUDIENCE_FIELDS.items() if getattr(page, field)]
    return as_json(page.structured_data(head_context)) | {
        "identifier": f"urn:uuid:{page.translation_key}",
        "cluster": page.cluster.slug if page.cluster else "federation",
        "topics": [*topics],
        "audiences": audiences,
    }
