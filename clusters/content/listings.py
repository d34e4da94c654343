"""Reads the filters of a listing from its address, and returns one page of what they leave."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from clusters.content.facet_counts import FACETS, FEDERATION, Columns, FacetCounts, count_facets, grouped
from clusters.content.facets import active_filters, facet_groups, ignored_values
from clusters.content.kind_facets import COLUMN, option_of
from clusters.content.next_change import next_change
from clusters.content.registry import A_DAY, kind_choices, takes_place
from clusters.content.selections import Where, coming, groups, newest
from clusters.content.teaser_rows import as_rows, as_teasers, rows_of
from clusters.content.teasers import Teaser
from clusters.models import Cluster, ContentPage
from clusters.models.cluster import signatories
from clusters.models.content_queryset import ContentPageQuerySet
from fedcms.core.audiences import Audience
from fedcms.core.compiled_queries import Values
from fedcms.core.models.topic import all_topics
from fedcms.core.public_version import remember
from fedcms.core.shown_tags import declared

PAGE_SIZE = 12
# If the filters leave more pages than this, the database reads them by date, not by topic.
MANY = 300
FIRST_YEAR = 2000


def spanned(pages: ContentPageQuerySet, upcoming: bool | None) -> ContentPageQuerySet:
    """Filters pages that are not over (`True`), that are (`False`), or none (`None`)."""
    if upcoming is None:
        return pages
    now = timezone.now()
    return pages.not_over(now) if upcoming else pages.over(now)


@dataclass(frozen=True)
class Listing:
    """One page of a listing, with its filters."""

    form: "ListingForm"
    page: "PaginatorPage[Values]"
    teasers: list[Teaser]
    total: int
    facets: list[dict[str, object]]
    active: list[dict[str, str]]
    ignored: list[str] = field(default_factory=list)
    """Sentences about values of the address that no filter has."""

    @property
    def ids(self) -> list[int]:
        """The primary keys of the page's rows, in their order."""
        return [row.pk for row in as_rows(self.page.object_list)]


class CountedPaginator(Paginator[Values]):
    """A paginator that gets the number of rows (counted with the filters), and fetches only the rows of a page."""

    def __init__(self, rows: Callable[[int, int], Sequence[Values]], per_page: int, total: int) -> None:
        """Takes `rows`, a function that returns the rows from one number up to another, counted from 0."""
        super().__init__((), per_page)
        self._rows, self._total = rows, total

    @property
    def count(self) -> int:
        """The number of all rows."""
        return self._total

    def page(self, number: int | str) -> "PaginatorPage[Values]":
        """Returns the page of a number; raises `InvalidPage` as Django's."""
        valid = self.validate_number(number)
        first = (valid - 1) * self.per_page
        return PaginatorPage(self._rows(first, first + self.per_page), valid, self)


class ListingForm(forms.Form):
    """The form that reads a listing's filters. Invalid values are ignored, so that old links still lead somewhere."""

    cluster = forms.ChoiceField(label=_("Cluster"), required=False)
    kind = forms.ChoiceField(label=_("Type"), required=False)
    topic = forms.ChoiceField(label=_("Thème"), required=False)
    audience = forms.ChoiceField(label=_("Public visé"), required=False)
    year = forms.IntegerField(label=_("Année"), required=False, min_value=FIRST_YEAR, max_value=9998)
    page = forms.IntegerField(required=False, min_value=1, label="", widget=forms.HiddenInput)
    facets: ClassVar[tuple[str, ...]] = FACETS

    def __init__(
        self, data: QueryDict, *, kinds: Sequence[str], locale_id: int, cluster: Cluster | None = None
    ) -> None:
        """Fixes the section to `cluster`; `None` lists all clusters and offers the filter."""
        super().__init__(data)
        self.params = data
        self.kinds, self.locale_id, self.section_cluster = tuple(kinds), locale_id, cluster
        self.clusters = signatories() if cluster is None else {cluster.pk: cluster}
        if cluster is None:
            named = sorted((c.slug, str(c)) for c in self.clusters.values())
            own = (FEDERATION, _("Fédération"))
            self._choices("cluster", [("", _("Tous les clusters")), own, *named])
        else:
            del self.fields["cluster"]
        if len(self.kinds) > 1:
            self._choices("kind", [("", _("Tous les types")), *kind_choices(self.kinds)])
        else:
            del self.fields["kind"]
        topics = [(topic.key, str(topic)) for topic in all_topics()]
        self._choices("topic", [("", _("Tous les thèmes")), *topics])
        self._choices("audience", [("", _("Tous les publics")), *Audience.choices])

    def _choices(self, name: str, choices: Sequence[tuple[object, object]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    @cached_property
    def chosen(self) -> dict[str, str]:
        """The active filters: option by facet."""
        self.is_valid()
        return {name: str(self.cleaned_data[name]) for name in self.facets if self.cleaned_data.get(name)}

    @property
    def days(self) -> tuple[date, date] | None:
        """The days that the listing is limited to, from the first to before the second; pages stand by day then."""
        return None

    def in_all_languages(self) -> ContentPageQuerySet:
        """Returns the visible pages of the section and the listing's kinds and days in all languages."""
        found: ContentPageQuerySet = ContentPage.objects.visible().of_kinds(*self.kinds)
        return found if self.section_cluster is None else found.of_cluster(self.section_cluster)

    def all_pages(self) -> ContentPageQuerySet:
        """Returns the visible pages of the section and the listing's kinds, before any filter."""
        return self.in_all_languages().of_locale(self.locale_id)

    def narrow(self, pages: ContentPageQuerySet, total: int = 0) -> ContentPageQuerySet:
        """Filters `pages` as chosen; `total` is the number of pages left, if it is known."""
        chosen = self.chosen
        if kind := chosen.get("kind"):
            pages = pages.of_kinds(kind)
        if slug := chosen.get("cluster"):
            pages = pages.of_cluster(None) if slug == FEDERATION else pages.filter(cluster__slug=slug)
        if topic := chosen.get("topic"):
            pages = pages.of_topic(topic, is_selective=total < MANY)
        if audience := chosen.get("audience"):
            pages = pages.for_audience(audience)
        if "year" in chosen:
            year, zone = int(chosen["year"]), ZoneInfo(settings.TIME_ZONE)
            pages = pages.filter(
                sort_at__gte=datetime(year, 1, 1, tzinfo=zone),
                sort_at__lt=datetime(year + 1, 1, 1, tzinfo=zone),
            )
        for name in chosen.keys() - set(FACETS):
            column = f"{COLUMN}{name}"
            pages = pages.annotate(**{column: option_of(column)}).filter(**{column: chosen[name]})
        return pages

    def queryset(self) -> ContentPageQuerySet:
        """Returns the visible pages that the filters leave, in no order."""
        return self.narrow(self.all_pages())

    def _spanned(self, upcoming: bool | None) -> ContentPageQuerySet:
        return spanned(self.all_pages(), upcoming)

    def _rows(self, upcoming: bool | None, first: int, last: int, total: int = 0) -> Sequence[Values]:
        """Returns the rows that the filters leave (`total` of them), from one number up to another."""
        left = self.narrow(self._spanned(upcoming), total)
        by_day = upcoming is True or self.days is not None
        if upcoming is None and not any(map(takes_place, self.kinds)):
            left = left.out_by(timezone.now() + A_DAY)
        ordered = self.in_order(left, by_day=by_day)
        return list(rows_of(ordered, with_images=upcoming is None and not by_day)[first:last])

    def in_order(self, pages: ContentPageQuerySet, *, by_day: bool) -> ContentPageQuerySet:
        """Orders what the filters leave: by the day on which it takes place, else the newest first."""
        return pages.soonest_first() if by_day else pages.latest_first()

    def _plain_rows(self, upcoming: bool | None, first: int, last: int) -> Sequence[Values]:
        """Returns the rows of a listing without filters.

        For the first page, which most readers see, the query is compiled already.
        """
        if first:
            return self._rows(upcoming, first, last)
        return (coming if upcoming else newest)(self.kinds, last, self.where)

    @property
    def where(self) -> Where:
        """The locale and the cluster of the listing."""
        return Where(self.locale_id, None if self.section_cluster is None else self.section_cluster.pk)

    @property
    def left_kinds(self) -> tuple[str, ...]:
        """The kinds of the pages that the filters may leave."""
        return (self.chosen["kind"],) if "kind" in self.chosen else self.kinds

    @property
    def left_cluster_id(self) -> int | None:
        """The cluster of all pages that the filters may leave; None where there is none, or they are of several."""
        if self.section_cluster is not None:
            return self.section_cluster.pk
        slug = self.chosen.get("cluster")
        return next((pk for pk, cluster in self.clusters.items() if cluster.slug == slug), None)

    @property
    def tags(self) -> list[str]:
        """The tags of all that the listing may show, whatever its filters."""
        return self.where.tags(self.kinds)

    def counts(
        self, ask: Callable[[Columns], Iterable[Values]], span: Hashable, *, with_ends: bool
    ) -> FacetCounts:
        """Returns the result of `count_facets`, cached until the content changes: one query instead of two.

        `span` names the period of the counted pages; `with_ends` says that a page leaves it when it is over.
        """

        def count() -> tuple[FacetCounts, datetime | None]:
            until = next_change(locale_id=self.locale_id, with_ends=with_ends)
            with declared(*self.tags):
                return count_facets(ask, self.chosen, self.clusters, self.facets), until

        key = ("facets", self.facets, self.where, self.kinds, span, self.days, *sorted(self.chosen.items()))
        return remember(key, count, self.locale_id)

    def listing(self, *, upcoming: bool | None = None, page_size: int = PAGE_SIZE) -> Listing:
        """Returns one page of the listing.

        `upcoming`: `True` = pages that are not over, soonest first; `False` = pages that are over; `None` = all.
        """
        ask: Callable[[Columns], Iterable[Values]]
        is_plain = not self.chosen and upcoming is not False and self.days is None
        if is_plain:
            ask = partial(groups, self.kinds, bool(upcoming), self.where)
        else:
            ask = partial(grouped, self._spanned(upcoming))
        counts = self.counts(ask, upcoming, with_ends=upcoming is not None)
        rows = (
            partial(self._plain_rows, upcoming)
            if is_plain
            else partial(self._rows, upcoming, total=counts.total)
        )
        paginator = CountedPaginator(rows, page_size, counts.total)
        with declared(*self.tags):
            page = paginator.get_page(self.cleaned_data.get("page") or 1)
            teasers = as_teasers(page.object_list, self.clusters)
        return Listing(
            form=self,
            page=page,
            teasers=teasers,
            total=counts.total,
            facets=facet_groups(self.fields, self.chosen, counts, self.facets),
            active=self.active,
            ignored=self.ignored,
        )

    @property
    def active(self) -> list[dict[str, str]]:
        """The filters that are on, each with the address without it."""
        return active_filters(self.fields, self.chosen, self.params)

    @property
    def ignored(self) -> list[str]:
        """Sentences about the values that no filter has; without them the listing is shown as if nobody had asked."""
        self.is_valid()
        return ignored_values(self.fields, self.errors, self.params)
