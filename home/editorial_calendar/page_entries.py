"""Makes entries of published pages, of approved schedules, and of drafts for which a date is proposed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from clusters.content.registry import class_of_type
from clusters.models import ContentPage
from home.dashboard.drafts import draft_state, workflow_statuses
from home.editorial_calendar.entries import CalendarEntry, Drop, EntryKind
from home.editorial_calendar.period import site_zone
from home.editorial_calendar.selection import CalendarSelection, Followers


@dataclass(frozen=True)
class Approved:
    """An approved schedule: the revision, and the moment at which it appears."""

    revision_id: int
    moment: datetime


def approved_schedules(selection: CalendarSelection) -> dict[int, Approved]:
    """Returns the approved schedules of the period by the primary key of the page, of all clusters. One query."""
    period = selection.period
    found = Revision.page_revisions.filter(
        approved_go_live_at__gte=period.start, approved_go_live_at__lt=period.end
    ).order_by("approved_go_live_at", "pk")
    rows = selection.first(found.values_list("object_id", "pk", "approved_go_live_at"))
    return {int(key): Approved(revision, moment) for key, revision, moment in rows}


class PageEntries:
    """Makes the entries of pages, with what the person may do with each."""

    def __init__(self, selection: CalendarSelection, pages: Iterable[ContentPage]) -> None:
        self.selection = selection
        self.followers: Followers = selection.followers(pages)

    def entry(
        self,
        kind: EntryKind,
        page: ContentPage,
        at: datetime,
        state: str | Promise,
        **details: object,
    ) -> CalendarEntry:
        """Returns the entry of a page at a moment, or on the days that `details` names."""
        is_own = self.selection.is_own(page, self.followers)
        local = at.astimezone(site_zone())
        day: date = local.date()
        cluster = self.selection.clusters.get(page.cluster_id or 0)
        values: dict[str, object] = {"first_day": day, "last_day": day}
        if "first_day" not in details:
            values |= {"clock": f"{local:%H:%M}", "zone": str(site_zone())}
        values |= {
            "title": (page.draft_title if is_own else "") or page.title,
            "code": page.locale.language_code,
            "page_type": str(class_of_type(page.content_type_id).kind_label),
            "cluster": str(cluster) if cluster else "",
            "edit_url": self.edit_url(page),
            "page_id": page.pk,
        }
        return CalendarEntry(kind=kind, at=at, state=state, **(values | details))  # type: ignore[arg-type]  # its own fields

    def edit_url(self, page: ContentPage) -> str:
        """Returns the address of the page's editor; "" for people who may not open it."""
        if not self.selection.may_edit(page, self.followers):
            return ""
        return reverse("wagtailadmin_pages:edit", args=[page.pk])

    def scheduled(self, page: ContentPage, approved: Approved) -> CalendarEntry:
        """Returns the entry of an approved schedule. It is moved by who may publish, with the page's original."""
        model = class_of_type(page.content_type_id)
        is_embargo = model.schedule_is_embargo and not page.live
        state: str | Promise = _("nouvelle version") if page.live else model.scheduled_label
        if approved.moment <= self.selection.now:
            state = _("paraît d’un instant à l’autre")
        elif page in self.followers:
            state = _("avec sa page d’origine")
        details: dict[str, object] = {}
        if self.selection.may_publish(page) and page not in self.followers:
            details["move_url"] = reverse("publication_schedule:move", args=[page.pk])
            if not page.locked or page.locked_by_id == self.selection.user.pk:
                url = reverse("editorial_calendar:move", args=[page.pk])
                details["drop"] = Drop(url, approved.revision_id, approved.moment)
        kind = EntryKind.EMBARGOED if is_embargo else EntryKind.SCHEDULED
        return self.entry(kind, page, approved.moment, state, **details)


def published(selection: CalendarSelection) -> Iterator[CalendarEntry]:
    """Yields what was published in the period: own pages that are live, and others' that are public."""
    period = selection.period
    out = (
        selection.seen_pages().filter(live=True).annotate(out_at=Coalesce("go_live_at", "first_published_at"))
    )
    out = out.filter(out_at__gte=period.start, out_at__lt=period.end, out_at__lte=selection.now)
    pages = selection.read(out.order_by("out_at", "pk"))
    entries = PageEntries(selection, pages)
    for page in pages:
        has_changes = page.has_unpublished_changes and selection.is_own(page, entries.followers)
        state = _("en ligne, modifications non publiées") if has_changes else _("en ligne")
        yield entries.entry(EntryKind.PUBLISHED, page, page.out_at, state)


def scheduled(selection: CalendarSelection, approved: dict[int, Approved]) -> Iterator[CalendarEntry]:
    """Yields own pages that are approved to appear in the period."""
    pages = selection.read(selection.own_pages().filter(pk__in=approved).order_by("pk"))
    entries = PageEntries(selection, pages)
    for page in pages:
        entry = entries.scheduled(page, approved[page.pk])
        if selection.shows(entry.kind):
            yield entry


def proposed(selection: CalendarSelection) -> Iterator[CalendarEntry]:
    """Yields own drafts with a date in the period that nobody has approved yet."""
    period, field = selection.period, "latest_revision__content__go_live_at"
    # As the revision stores it, a text in UTC; what is a day outside is left out below.
    first, last = (
        f"{day:%Y-%m-%d}" for day in (period.first - timedelta(days=2), period.last + timedelta(days=2))
    )
    drafts = selection.own_pages().filter(latest_revision__approved_go_live_at=None, expired=False)
    drafts = drafts.filter(has_unpublished_changes=True) | drafts.filter(live=False)
    drafts = drafts.filter(**{f"{field}__gte": first, f"{field}__lt": last}).annotate(proposed_at=F(field))
    found: list[tuple[ContentPage, datetime]] = []
    for page in selection.read(drafts.order_by("pk")):
        moment = parse_datetime(str(page.proposed_at))
        if moment is not None and moment in period and not (page.live and moment == page.go_live_at):
            found.append((page, moment))
    entries = PageEntries(selection, [page for page, _moment in found])
    statuses = workflow_statuses([page for page, _moment in found])
    for page, moment in found:
        state = draft_state(page, statuses)
        if moment <= selection.now:
            state = _("date passée, pas encore approuvée")
        yield entries.entry(EntryKind.DRAFT, page, moment, state)
