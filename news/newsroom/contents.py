"""Reads what a newsroom shows besides releases, and keeps it until it changes: one query for most readers.

Consents and image rights end at a midnight, pages appear at their moment: what is kept expires then. Who is on duty is
computed from it at each request.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, F, Prefetch, Q, Value, When
from wagtail.models import Page

from clusters.content.listed_tags import tag_of_class
from clusters.content.next_change import earliest, next_change, next_midnight
from clusters.models import Cluster, ClusterPage
from clusters.models.cluster import signatories
from fedcms.core.i18n.telephone import shown_number
from fedcms.core.i18n.translated_text import TranslatedText
from fedcms.core.models import Topic
from fedcms.core.pages.addresses import page_address
from fedcms.core.public_version import remember
from fedcms.core.shown_tags import declared, page_tag, set_tag
from fedcms.core.site_clock import site_today
from fedcms.core.visibility import visible_q
from fedcms.media.pictures import Picture, picture
from fedcms.media.stored_renditions import prefetch_renditions
from news.models import DutyHours, KeyFigure, MediaCoverage, PressContact, Spokesperson
from news.models.owned_row import OwnedRowQuerySet
from news.models.spokesperson import SpokespersonQuerySet
from news.newsroom.duty import Hours, Roster
from news.newsroom.press_kit import KitImage, press_image

MOST_CONTACTS, MOST_FIGURES = 60, 12
"""So many are shown of a newsroom, so that no page grows without end."""
FIRST_SPOKESPEOPLE, FIRST_COVERAGE = 6, 5
"""So many stand on the first page; all have a page of their own."""
_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class ShownContact:
    """A contact on duty."""

    cluster: Cluster | None
    name: TranslatedText
    telephone: str
    shown_telephone: str
    email: str
    languages: tuple[str, ...]
    zone: str
    roster: Roster


@dataclass(frozen=True)
class ShownSpokesperson:
    """A spokesperson whose consent runs."""

    key: int
    cluster: Cluster | None
    name: str
    role: TranslatedText
    biography: TranslatedText
    topics: tuple[Topic, ...]
    languages: tuple[str, ...]
    telephone: str
    shown_telephone: str
    email: str
    portrait: Picture | None
    credit: str
    download: KitImage | None


@dataclass(frozen=True)
class ShownCoverage:
    """A piece of media coverage, with the page it is about if that is visible."""

    row: MediaCoverage
    cluster: Cluster | None
    about_title: str
    about_url: str


@dataclass(frozen=True)
class NewsroomContents:
    """What a newsroom shows on its first page, besides releases and downloads."""

    contacts: tuple[ShownContact, ...]
    figures: tuple[tuple[KeyFigure, Cluster | None], ...]
    spokespeople: tuple[ShownSpokesperson, ...]
    spokespeople_total: int
    coverage: tuple[ShownCoverage, ...]
    coverage_total: int


def newsroom_contents(locale_id: int, cluster_id: int | None) -> NewsroomContents:
    """Returns what a cluster's newsroom shows, or (`None`) the federation's. One query, once it is known."""

    def read() -> tuple[NewsroomContents, datetime | None]:
        until = earliest(next_midnight(), next_change(locale_id=locale_id))
        with declared(tag_of_class(ClusterPage, locale_id)):
            return _read(locale_id, cluster_id), until

    # Portraits have alternative texts in the reader's language: so has each locale its own.
    return remember(("newsroom", locale_id, cluster_id), read)


def _read(locale_id: int, cluster_id: int | None) -> NewsroomContents:
    clusters = signatories()
    coverage = coverage_rows(locale_id, cluster_id)
    people = spokespeople_rows(locale_id, cluster_id)
    # On the federation's page its own come first: clusters have many.
    own_first = Case(When(cluster=None, then=Value(0)), default=Value(1))
    figures = KeyFigure.objects.of_newsroom(locale_id, cluster_id).order_by(own_first, "position", "pk")
    return NewsroomContents(
        contacts=shown_contacts(PressContact.objects.of_newsroom(locale_id, cluster_id), clusters),
        figures=tuple((each, clusters.get(each.cluster_id or 0)) for each in figures[:MOST_FIGURES]),
        spokespeople=shown_spokespeople(list(people[:FIRST_SPOKESPEOPLE]), clusters),
        spokespeople_total=people.count(),
        coverage=shown_coverage(list(coverage[:FIRST_COVERAGE]), locale_id),
        coverage_total=coverage.count(),
    )


def shown_contacts(
    rows: OwnedRowQuerySet[PressContact], clusters: dict[int, Cluster]
) -> tuple[ShownContact, ...]:
    """Returns contacts as they are shown, without those of the past. Three queries."""
    hours = Prefetch("hours", queryset=DutyHours.objects.order_by("weekday", "opens"))
    rows = rows.prefetch_related(hours, "absences")
    # Before they are counted; by the clock of a contact, its last day may still run when the site's is over.
    rows = rows.filter(Q(ends_on=None) | Q(ends_on__gte=site_today() - _A_DAY))
    # The federation's own first: databases do not agree on where NULL stands.
    ordered = rows.order_by(F("cluster_id").asc(nulls_first=True), "pk")
    return tuple(_contact(row, clusters) for row in ordered[:MOST_CONTACTS])


def _contact(row: PressContact, clusters: dict[int, Cluster]) -> ShownContact:
    return ShownContact(
        cluster=clusters.get(row.cluster_id or 0),
        name=row.name,
        telephone=row.telephone,
        shown_telephone=shown_number(row.telephone),
        email=row.email,
        languages=tuple(row.languages.split(",")),
        zone=str(row.time_zone),
        roster=Roster(
            zone=row.time_zone,
            hours=tuple(Hours(each.weekday, each.opens, each.closes) for each in row.hours.all()),
            absences=tuple((each.first_day, each.last_day) for each in row.absences.all()),
            starts_on=row.starts_on,
            ends_on=row.ends_on,
        ),
    )


def spokespeople_rows(locale_id: int, cluster_id: int | None) -> SpokespersonQuerySet:
    """Returns the spokespeople of a newsroom whose consent runs, by name, with all that is shown of them."""
    rows = Spokesperson.objects.consenting().of_newsroom(locale_id, cluster_id)
    return rows.select_related("portrait").prefetch_related("topics").order_by("name", "pk")


def shown_spokespeople(
    people: list[Spokesperson], clusters: dict[int, Cluster]
) -> tuple[ShownSpokesperson, ...]:
    """Returns rows of `spokespeople_rows` as they are shown. One query; `clusters` are those of `signatories`."""
    prefetch_renditions(person.portrait for person in people)
    return tuple(_spokesperson(person, clusters) for person in people)


def _spokesperson(person: Spokesperson, clusters: dict[int, Cluster]) -> ShownSpokesperson:
    shown = picture(person.portrait, alt="", sizes="6rem")
    return ShownSpokesperson(
        key=person.pk,
        cluster=clusters.get(person.cluster_id or 0),
        name=person.name,
        role=person.role,
        biography=person.biography,
        topics=tuple(person.topics.all()),
        languages=tuple(person.language_codes),
        telephone=person.telephone,
        shown_telephone=shown_number(person.telephone) if person.telephone else "",
        email=person.email,
        portrait=shown,
        credit=person.portrait.credit if shown and person.portrait else "",
        download=press_image(person.portrait, person.name),
    )


def coverage_rows(locale_id: int, cluster_id: int | None) -> OwnedRowQuerySet[MediaCoverage]:
    """Returns the media coverage of a newsroom, the newest first."""
    return MediaCoverage.objects.of_newsroom(locale_id, cluster_id).order_by("-published_on", "-pk")


def shown_coverage(rows: list[MediaCoverage], locale_id: int) -> tuple[ShownCoverage, ...]:
    """Returns rows with the pages that they are about, in a locale, as far as they are visible. Two queries at most."""
    asked = {row.about_id for row in rows if row.about_id}
    by_key: dict[int, tuple[str, str]] = {}
    if asked:
        with declared(*map(page_tag, asked)):
            keys = dict(Page.objects.filter(pk__in=asked).values_list("pk", "translation_key"))
        pages = Page.objects.filter(visible_q(), locale_id=locale_id, translation_key__in=set(keys.values()))
        with declared(*map(set_tag, keys.values())):
            found = {page.translation_key: (page.title, page_address(page)) for page in pages}
        by_key = {pk: found[key] for pk, key in keys.items() if key in found}
    clusters = signatories() if any(row.cluster_id for row in rows) else {}
    return tuple(
        ShownCoverage(row, clusters.get(row.cluster_id or 0), *by_key.get(row.about_id or 0, ("", "")))
        for row in rows
    )
