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
from events.mission_opening import MissionOpening, opening_of
from events.models import CallForApplications, TradeMissionPage
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
    """Returns the page asked for. Four queries, five of missions, those of the form besides."""
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
    openings = _openings(shown, calls)
    changes = [page.last_published_at for page in shown] + [call.changed_at for call in calls.values()]
    return FoundPage(
        total=total,
        results=[_result(page, topics.get(page.pk, []), openings.get(page.pk)) for page in shown],
        changed_at=max((moment for moment in changes if moment is not None), default=None),
    )


def _calls_of(pages: Iterable[ContentPage]) -> dict[UUID, CallForApplications]:
    """Returns the calls of missions by translation key. One query, none without missions."""
    keys = [page.translation_key for page in pages if isinstance(page, TradeMissionPage)]
    calls = CallForApplications.objects.filter(translation_key__in=keys) if keys else ()
    return {call.translation_key: call for call in calls}


def _openings(
    pages: Iterable[ContentPage], calls: Mapping[UUID, CallForApplications]
) -> dict[int, MissionOpening]:
    """Returns what the calls of missions say, by primary key of the page."""
    missions, now = [page for page in pages if isinstance(page, TradeMissionPage)], timezone.now()
    return {mission.pk: opening_of(mission, calls.get(mission.translation_key), now) for mission in missions}


def _result(page: ContentPage, topics: list[str], opening: MissionOpening | None) -> dict[str, Json]:
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
        context={"mission_opening": opening},
    )
    audiences: list[Json] = [name.value for name, field in AUDIENCE_FIELDS.items() if getattr(page, field)]
    return as_json(page.structured_data(head_context)) | {
        "identifier": f"urn:uuid:{page.translation_key}",
        "cluster": page.cluster.slug if page.cluster else "federation",
        "topics": [*topics],
        "audiences": audiences,
    }
