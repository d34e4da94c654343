"""Creates and publishes the demo's content pages from their specifications."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar
from zoneinfo import ZoneInfo

from wagtail.models import Locale, Page

from clusters.content.registry import content_types
from clusters.models import Cluster, ClusterPage, Commitment, ContentPage, Federation, Organisation
from clusters.publishing.new_pages import publish_new
from events.models import AgendaPage, EventPage, MissionStep, TradeMissionPage
from fedcms.core.audiences import Audience
from fedcms.core.blocks import BodyBlock
from fedcms.core.models import Topic
from fedcms.core.models.base_page import BasePage
from fedcms.core.pages.reference_index import references_left_out
from fedcms.core.pages.slugs import slug_of
from fedcms.demo.accounts import Team
from fedcms.demo.bodies import body, stable_id
from fedcms.demo.dates import FEDERATION_ZONE, Calendar, clock
from fedcms.demo.place_names import place_name
from fedcms.demo.programmes import sessions_of
from fedcms.demo.repetitions import repetition_of
from fedcms.demo.source import PageSpec, PageText
from fedcms.media.models import FederationDocument, FederationImage
from home.models import HomePage
from news.models import NewsIndexPage, PressReleasePage, ReleaseAttachment, StoryResult, SuccessStoryPage

AnyPage = TypeVar("AnyPage", bound=BasePage)
AUDIENCES = {"school": Audience.SCHOOL, "higher": Audience.HIGHER, "vocational": Audience.VOCATIONAL}
SLUG_LENGTH = 64


@dataclass
class Shelf:
    """The objects that pages refer to, by key, and the team that publishes them."""

    now: datetime
    owner: Cluster | Federation
    team: Team
    topics: Mapping[str, Topic]
    images: Mapping[str, FederationImage]
    organisations: Mapping[str, Organisation]
    proved: Mapping[str, list[Commitment]] = field(default_factory=dict)
    """The commitments of the manifesto that a page proves, by its key."""
    documents: dict[str, FederationDocument] = field(default_factory=dict)

    @property
    def cluster(self) -> Cluster | None:
        """The cluster; None for the federation's own pages."""
        return self.owner if isinstance(self.owner, Cluster) else None

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the owner's days and events."""
        return ZoneInfo(str(self.cluster.time_zone)) if self.cluster else FEDERATION_ZONE

    @property
    def calendar(self) -> Calendar:
        """The calendar of the owner's days."""
        return Calendar(self.now, self.zone)


def source_language(spec: PageSpec) -> str:
    """Returns the language in which the page was written."""
    return spec.get("source", "fr")


def _common(spec: PageSpec, language: str, shelf: Shelf) -> dict[str, object]:
    key, text = spec["key"], spec["text"][language]
    block = ContentPage._meta.get_field("body").stream_block
    assert isinstance(block, BodyBlock)  # noqa: S101  # narrows the type
    moment = shelf.calendar.published(spec["days"], key)
    return {
        "title": text["title"],
        "summary": text["summary"],
        "body": body(text["body"], key, block),
        "lead_image": shelf.images.get(spec.get("image", "")),
        "organisation": shelf.organisations[spec["organisation"]] if spec.get("organisation") else None,
        "dateline_place": place_name(spec.get("place", ""), language),
        "for_school": "school" in spec["audiences"],
        "for_higher_education": "higher" in spec["audiences"],
        "for_vocational_training": "vocational" in spec["audiences"],
        "first_published_at": moment,
        "translation_key": stable_id(key),
        "live": False,
    }


def _story(spec: PageSpec, text: PageText, shelf: Shelf, locale: Locale) -> dict[str, object]:
    results = spec["results"]
    units = text.get("result_units", [result.get("unit", "") for result in results])
    sources = text.get("result_sources", [result["source"] for result in results])
    words = zip(results, text["result_labels"], units, sources, strict=True)
    return {
        "need": text["need"],
        "answer": text["answer"],
        "partners": ", ".join(spec.get("partners", [])),
        "territory": text["territory"],
        "results": [
            StoryResult(
                value=str(result["value"]),
                unit=unit,
                label=label,
                source=source,
                sort_order=number,
                locale=locale,
                translation_key=stable_id(spec["key"], "results", number),
            )
            for number, (result, label, unit, source) in enumerate(words)
        ],
    }


def _release(spec: PageSpec, text: PageText, shelf: Shelf, locale: Locale) -> dict[str, object]:
    document = shelf.documents.get(spec["key"])
    return {
        "contact_note": text["contact_note"],
        "attachments": [ReleaseAttachment(document=document, sort_order=0)] if document else [],
    }


def _euros(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _event(spec: PageSpec, text: PageText, shelf: Shelf, locale: Locale) -> dict[str, object]:
    calendar, venue, language = shelf.calendar, spec.get("venue", {}), locale.language_code
    first, last = spec["start_in_days"], spec.get("end_in_days", spec["start_in_days"])
    first_day = calendar.day(first - spec.get("former", {}).get("days_before", 0))
    former = _former(spec, first_day, shelf, language)
    return (
        former
        | repetition_of(spec["key"], spec.get("repetition"), calendar.day(first))
        | {
            "event_type": spec.get("event_type", ""),
            "starts_on": calendar.day(first),
            "start_time": clock(spec.get("start_time")),
            "ends_on": calendar.day(last) if last != first else None,
            "end_time": clock(spec.get("end_time")),
            "time_zone": shelf.zone,
            "status": spec.get("status", "scheduled"),
            "venue_name": place_name(venue.get("name", ""), language),
            "venue_address": venue.get("address", ""),
            "venue_postcode": str(venue.get("postcode", "")),
            "venue_city": place_name(venue.get("city", ""), language),
            "venue_country": venue.get("country", ""),
            "latitude": venue.get("latitude"),
            "longitude": venue.get("longitude"),
            "online_url": spec.get("online_url", ""),
            "organisers": text["organisers"],
            "spoken_languages": ",".join(spec.get("spoken", ["fr"])),
            "price_euros": _euros(spec.get("price_eur")),
            "signup_url": spec.get("signup_url", ""),
            "sessions": sessions_of(spec["key"], spec.get("sessions", []), text.get("sessions", [])),
        }
    )


def _former(spec: PageSpec, first: date, shelf: Shelf, language: str) -> dict[str, object]:
    """Returns what had been announced of an event that has changed."""
    if "former" not in spec:
        return {}
    return {
        "former_starts_on": first,
        "postponed_from": first,
        "former_start_time": clock(spec.get("start_time")),
        "former_end_time": clock(spec.get("end_time")),
        "former_time_zone": shelf.zone,
        "former_venue_name": place_name(spec["former"].get("venue", ""), language),
        "former_venue_city": place_name(spec["former"].get("city", ""), language),
    }


def _mission(spec: PageSpec, text: PageText, shelf: Shelf, locale: Locale) -> dict[str, object]:
    calendar = shelf.calendar
    return {
        "destination_country": spec["destination_country"],
        "destination_city": place_name(spec["destination_city"], locale.language_code),
        "fair": text.get("fair", ""),
        "starts_on": calendar.day(spec["start_in_days"]),
        "ends_on": calendar.day(spec["end_in_days"]),
        "deadline": calendar.day(spec["deadline_in_days"]),
        "places": spec.get("places"),
        "cost_euros": _euros(spec.get("cost_eur")),
        "funding": text.get("funding", ""),
        "eligibility": text["eligibility"],
        "partners_text": text.get("partners_text", ""),
        "contact": text["contact"],
        "programme": [
            MissionStep(
                day=step["day"],
                text=step["text"],
                sort_order=number,
                locale=locale,
                translation_key=stable_id(spec["key"], "programme", number),
            )
            for number, step in enumerate(text.get("programme", []))
        ],
    }


_OF_KIND = {
    SuccessStoryPage.kind: _story,
    PressReleasePage.kind: _release,
    EventPage.kind: _event,
    TradeMissionPage.kind: _mission,
}


def build(spec: PageSpec, language: str, shelf: Shelf) -> ContentPage:
    """Returns the page in one language, unsaved. Blocks, results and steps have the same ids in every language.

    Raises `KeyError` when the spec lacks what its type needs, or names an unknown topic or organisation.
    """
    text, locale = spec["text"][language], Locale.objects.get(language_code=language)
    values = _common(spec, language, shelf)
    if spec["type"] in _OF_KIND:
        values |= _OF_KIND[spec["type"]](spec, text, shelf, locale)
    page = content_types()[spec["type"]](**values, locale=locale)
    page.topics = [shelf.topics[key] for key in spec["topics"]]
    page.commitments = shelf.proved.get(spec["key"], [])
    return page


def section_root(cluster: Cluster | None, locale: Locale) -> Page:
    """Returns the root of a section in a locale: a cluster's page, or the home page."""
    if cluster is None:
        return HomePage.objects.get(locale=locale)
    return ClusterPage.objects.get(cluster=cluster, locale=locale)


def child_of(parent: Page, model: type[AnyPage], **conditions: object) -> AnyPage:
    """Returns the only page of a type directly below another. Raises the model's `DoesNotExist`."""
    page: AnyPage = model.objects.get(path__startswith=parent.path, depth=parent.depth + 1, **conditions)
    return page


def parent_of(page: ContentPage, cluster: Cluster | None) -> Page:
    """Returns the listing that a page belongs to: the section's agenda for events and missions, else its news."""
    root = section_root(cluster, page.locale)
    if isinstance(page, EventPage | TradeMissionPage):
        return child_of(root, AgendaPage, only_missions=False)
    return child_of(root, NewsIndexPage)


def slug_for(title: str, parent: Page, otherwise: str) -> str:
    """Returns a slug from a title, in Latin letters, or from `otherwise`; numbered when a sibling has it."""
    stem = slug_of(title, SLUG_LENGTH) or otherwise
    slug, number = stem, 1
    taken = set(parent.get_children().filter(slug__startswith=stem).values_list("slug", flat=True))
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def publish(page: AnyPage, team: Team) -> AnyPage:
    """Publishes a saved page: the editor writes the revision, the publisher publishes it. Returns it reloaded."""
    moment = page.first_published_at
    with references_left_out():
        revision = page.save_revision(user=team.editor)
    revision.publish(user=team.publisher, skip_permission_checks=True)
    if moment is not None:
        # Otherwise the page would show the day of loading as "updated on". By query, since nothing indexed changes.
        Page.objects.filter(pk=page.pk).update(last_published_at=moment, latest_revision_created_at=moment)
    fresh: AnyPage = type(page).objects.get(pk=page.pk)
    return fresh


def add_and_publish(parent: Page, page: AnyPage, team: Team) -> AnyPage:
    """Adds a new page below a parent and publishes it; returns it reloaded."""
    moment = page.first_published_at
    publish_new(parent, page, author=team.editor, publisher=team.publisher)
    if moment is not None:
        # Dates the revision to the page's own moment.
        Page.objects.filter(pk=page.pk).update(latest_revision_created_at=moment)
    fresh: AnyPage = type(page).objects.get(pk=page.pk)
    return fresh


def publish_source(spec: PageSpec, shelf: Shelf) -> ContentPage:
    """Creates and publishes the page in its own language, in its section, dated as its spec says."""
    page = build(spec, source_language(spec), shelf)
    parent = parent_of(page, shelf.cluster)
    page.slug = slug_for(page.title, parent, otherwise=spec["key"])
    page.owner = shelf.team.editor
    return add_and_publish(parent, page, shelf.team)
