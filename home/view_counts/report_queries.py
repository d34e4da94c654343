"""Reads counts for reports and for the dashboard, in a fixed number of queries."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Max, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from fedcms.media.models import FederationDocument
from home.view_counts.models import (
    DownloadCount,
    FeedCount,
    FeedSubscriberCount,
    PageViewCount,
    ReferrerCount,
)
from home.view_counts.periods import Period
from home.view_counts.report_scope import ReportScope

MOST_ROWS = 50
"""The most pages, hosts, documents or feeds of a table; the file has all."""
PAGE_REPORT = "page_view_report_of_page"


@dataclass(frozen=True)
class CountRow:
    """A row of a table: what was counted, how often, and where its name leads. `more` is a second number."""

    label: str
    count: int
    url: str = ""
    code: str = ""
    more: int | None = None

    @property
    def language(self) -> str:
        """The language's own name; "" for what has none."""
        return str(dict(settings.WAGTAIL_CONTENT_LANGUAGES).get(self.code, self.code))


def views_of_pages(keys: Iterable[int]) -> dict[int, int]:
    """Returns the views of pages since they are counted, by key; pages without any are left out. One query."""
    counts = PageViewCount.objects.filter(page_id__in=list(keys)).order_by()
    return dict(counts.values_list("page_id").annotate(total=Sum("views")))


@dataclass(frozen=True)
class ViewReport:
    """The counts of a period in a scope; `language` is a code, "" for all."""

    scope: ReportScope
    period: Period
    language: str = ""

    @property
    def _days(self) -> tuple[date, date]:
        return self.period.first, self.period.last

    def views(self) -> "QuerySet[PageViewCount]":
        """Returns the counts of views."""
        counts = PageViewCount.objects.filter(day__range=self._days, page_id__in=self._pages()).order_by()
        return counts.filter(language=self.language) if self.language else counts

    def referrers(self) -> "QuerySet[ReferrerCount]":
        """Returns the counts of referring hosts."""
        counts = ReferrerCount.objects.filter(day__range=self._days, page_id__in=self._pages()).order_by()
        return counts.filter(language=self.language) if self.language else counts

    def downloads(self) -> "QuerySet[DownloadCount]":
        """Returns the counts of downloads; documents have no language."""
        documents = FederationDocument.objects.filter(self.scope.documents).order_by().values("pk")
        return DownloadCount.objects.filter(day__range=self._days, document_id__in=documents).order_by()

    def fetches(self) -> "QuerySet[FeedCount]":
        """Returns the counts of fetched feeds."""
        feeds = FeedCount.objects.filter(self.scope.feeds, day__range=self._days).order_by()
        return feeds.filter(feed__startswith=f"/{self.language}/") if self.language else feeds

    def subscribers(self) -> "QuerySet[FeedSubscriberCount]":
        """Returns the numbers of subscribers that aggregators declared."""
        feeds = FeedSubscriberCount.objects.filter(self.scope.feeds, day__range=self._days).order_by()
        return feeds.filter(feed__startswith=f"/{self.language}/") if self.language else feeds

    def _pages(self) -> "QuerySet[Page, dict[str, object]]":
        return Page.objects.filter(self.scope.pages).order_by().values("pk")  # type: ignore[no-any-return]  # Wagtail is untyped

    def by_part(self) -> list[tuple[date, int]]:
        """Returns the views of each day, week or month of the period, those without a view too. One query."""
        found: Counter[date] = Counter()
        for day, views in self.views().values_list("day").annotate(total=Sum("views")):
            found[self.period.start_of(day)] += views
        return [(start, found[start]) for start in self.period.starts()]

    def by_language(self) -> list[CountRow]:
        """Returns the views by language, most first. One query."""
        counts = self.views().values_list("language").annotate(total=Sum("views"))
        rows = [CountRow("", views, code=code) for code, views in counts]
        return sorted(rows, key=lambda row: (-row.count, row.code))

    def by_page(self) -> list[CountRow]:
        """Returns the pages that were viewed most. Two queries."""
        counts = self.views().values_list("page_id").annotate(total=Sum("views"))
        most = list(counts.order_by("-total", "page_id")[:MOST_ROWS])
        titles = self.page_titles(key for key, _views in most)
        return [
            CountRow(titles[key][0], views, reverse(PAGE_REPORT, args=[key]), titles[key][1])
            if key in titles
            else CountRow(_("n’est plus en ligne"), views)
            for key, views in most
        ]

    def by_host(self) -> list[CountRow]:
        """Returns the hosts from which most views came. One query."""
        counts = self.referrers().values_list("host").annotate(total=Sum("views"))
        return [CountRow(host, views) for host, views in counts.order_by("-total", "host")[:MOST_ROWS]]

    def by_document(self) -> list[CountRow]:
        """Returns the documents that were downloaded most. Two queries."""
        counts = self.downloads().values_list("document_id").annotate(total=Sum("downloads"))
        most = list(counts.order_by("-total", "document_id")[:MOST_ROWS])
        titles = document_titles(key for key, _downloads in most)
        return [CountRow(titles[key], downloads) for key, downloads in most if key in titles]

    def by_feed(self) -> list[CountRow]:
        """Returns the feeds that were fetched most, with their declared subscribers. Two queries."""
        counts = self.fetches().values_list("feed").annotate(total=Sum("fetches"))
        most = list(counts.order_by("-total", "feed")[:MOST_ROWS])
        declared = self.declared(feed for feed, _fetches in most)
        return [CountRow(feed, fetches, feed, more=declared.get(feed)) for feed, fetches in most]

    def declared(self, feeds: Iterable[str]) -> dict[str, int]:
        """Returns for each feed the most subscribers that each aggregator declared, all aggregators together."""
        counts = self.subscribers().filter(feed__in=list(feeds)).values_list("feed", "aggregator")
        found: defaultdict[str, int] = defaultdict(int)
        for feed, _aggregator, subscribers in counts.annotate(most=Max("subscribers")):
            found[feed] += subscribers
        return dict(found)

    def page_titles(self, keys: Iterable[int]) -> dict[int, tuple[str, str, str]]:
        """Returns the public title, language and path of pages, by key; what may not be shown is left out. One query.

        Never a draft's title, which is known to its own team alone.
        """
        rows = Page.objects.filter(self.scope.titles, pk__in=list(keys)).order_by()
        return {
            pk: (title, code, path)
            for pk, title, code, path in rows.values_list("pk", "title", "locale__language_code", "url_path")
        }


def document_titles(keys: Iterable[int]) -> dict[int, str]:
    """Returns the titles of documents by key. One query."""
    rows = FederationDocument.objects.filter(pk__in=list(keys)).order_by()
    return dict(rows.values_list("pk", "title"))
