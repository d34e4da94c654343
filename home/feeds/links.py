"""Finds the feeds and calendars of a page, for its head and for components/feeds.html.

Runs no query: page, cluster and listing hold all that is needed.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language

from clusters.content.listings import Listing, ListingForm
from clusters.content.subscriptions import CALENDAR, SubscriptionScope
from clusters.models import Cluster, ClusterPage, ContentPage
from clusters.subscriptions.filter_query import form_address
from fedcms.core.pages.addresses import absolute
from home.feeds.formats import FORMATS


@dataclass(frozen=True)
class FeedLink:
    """A feed to subscribe to. `url` is absolute; `title` is that of `<link rel="alternate">`."""

    label: str
    title: str
    type: str
    url: str

    @property
    def component_key(self) -> tuple[str, str]:
        """What the footer shows of it (`cached_include`)."""
        return self.label, self.url


@dataclass(frozen=True)
class Subscriptions:
    """The subscriptions that a page offers: by mail, feeds, and a calendar if its scope has dates.

    `webcal` opens a calendar program, `calendar` is the same address for copying; both are "" without a calendar.
    """

    title: str
    feeds: tuple[FeedLink, ...]
    calendar: str
    calendar_title: str
    webcal: str
    mail: str
    """The path of the form by which its scope is subscribed to by mail."""


def scope_at(page: object, listing: object, form: object, cluster: object) -> SubscriptionScope:
    """Returns what a page shows, from its template context: its listing as filtered, its cluster, or everything."""
    filters = listing.form if isinstance(listing, Listing) else form
    if isinstance(filters, ListingForm):
        return SubscriptionScope.of_listing(filters)
    owner = page.cluster if isinstance(page, ContentPage | ClusterPage) else cluster
    return SubscriptionScope(
        language=get_language() or settings.LANGUAGE_CODE,
        cluster=owner if isinstance(owner, Cluster) else None,
    )


def subscriptions_to(scope: SubscriptionScope) -> Subscriptions:
    """Returns the feeds and the calendar of a scope."""
    title = scope.title
    calendar = absolute(scope.address(CALENDAR)) if scope.dated_kinds else ""
    return Subscriptions(
        title=title,
        feeds=tuple(
            FeedLink(
                label=written.label,
                title=f"{title} ({written.label})",
                type=written.mime_type,
                url=absolute(scope.address(name)),
            )
            for name, written in FORMATS.items()
        ),
        calendar=calendar,
        calendar_title=scope.calendar_title,
        webcal=f"webcal:{calendar.partition(':')[2]}" if calendar else "",
        mail=form_address(scope),
    )
