"""Makes entries of moments that other clusters reserved: name of the cluster and moment, nothing of the page."""

from collections.abc import Iterator

from clusters.models import ContentPage
from home.editorial_calendar.entries import CalendarEntry, EntryKind
from home.editorial_calendar.page_entries import Approved
from home.editorial_calendar.period import site_zone
from home.editorial_calendar.selection import CalendarSelection


def reserved(selection: CalendarSelection, approved: dict[int, Approved]) -> Iterator[CalendarEntry]:
    """Yields the moments of other clusters' pages that are not public yet, of clusters that chose to show them.

    One for each cluster and moment, in how many languages ever. A slot has no language: with one chosen there is none.
    """
    chosen = selection.chosen
    if chosen.locale_id or chosen.only_own:
        return
    pages = selection.narrow(ContentPage.objects.filter(pk__in=approved, cluster__shows_reserved_slots=True))
    pages = pages.exclude(selection.own_q).filter(live=False)
    slots = {(approved[pk].moment, cluster) for pk, cluster in pages.values_list("pk", "cluster_id")}
    for moment, cluster in sorted(slots):
        local = moment.astimezone(site_zone())
        yield CalendarEntry(
            kind=EntryKind.RESERVED,
            at=moment,
            first_day=local.date(),
            last_day=local.date(),
            clock=f"{local:%H:%M}",
            zone=str(site_zone()),
            cluster=str(selection.clusters[cluster]),
        )
