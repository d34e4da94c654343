"""Queryset methods for content pages of all kinds.

The planner hints tell SQLite that a language or a kind excludes few pages, and that few pages are not over yet
(fedcms.core.planner_hints).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.db.models import CharField, DateTimeField, F, Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact, GreaterThanOrEqual, In, LessThan

from clusters.models.cluster import Cluster
from clusters.models.kinds import content_type_ids
from fedcms.core.audiences import Audience
from fedcms.core.compiled_queries import Parameter
from fedcms.core.models.base_page import BasePageQuerySet
from fedcms.core.planner_hints import NotSelective, Selective

AUDIENCE_FIELDS = {
    Audience.SCHOOL: "for_school",
    Audience.HIGHER: "for_higher_education",
    Audience.VOCATIONAL: "for_vocational_training",
}


def not_over_q(now: datetime | Parameter) -> Q:
    """Returns the condition that a page is not over at `now` (aware)."""
    return Q(Selective(GreaterThanOrEqual(F("sort_until"), now)))


def next_date() -> Coalesce:
    """Returns the expression by which what is coming is sorted: the next date of what repeats, else its own date."""
    return Coalesce("next_at", "sort_at")


class ContentPageQuerySet(BasePageQuerySet):
    """The queries on content pages."""

    def of_cluster(self, cluster: Cluster | None) -> Self:
        """Filters the pages of one cluster; `None` stands for the federation."""
        return self.filter(cluster=cluster)  # type: ignore[no-any-return]  # Wagtail is untyped

    def among_others_of(self, cluster_id: int | Parameter) -> Self:
        """Filters the pages of one cluster, with a hint that another condition of the query excludes more."""
        return self.filter(Exact(NotSelective("cluster_id"), cluster_id))  # type: ignore[no-any-return]  # as above

    def in_no_other_language(self, keys: Iterable[int]) -> Self:
        """Returns those of the pages `keys` of which no language is left without them. One query, when it is read."""
        chosen = list(keys)
        going = self.filter(pk__in=chosen)
        sets = going.values("translation_key")
        staying = self.exclude(pk__in=chosen).filter(translation_key__in=sets)
        return going.exclude(translation_key__in=staying.values("translation_key"))  # type: ignore[no-any-return]  # as above

    def of_kinds(self, *kinds: str) -> Self:
        """Filters the pages of the named kinds (see clusters.content.registry)."""
        return self.of_types(content_type_ids(*kinds))

    def of_types(self, content_types: Iterable[int]) -> Self:
        """Filters the pages of these content types, given by their primary keys."""
        return self.filter(In(NotSelective("content_type_id"), list(content_types)))  # type: ignore[no-any-return]  # as above

    def of_locale(self, locale_id: int | Parameter) -> Self:
        """Filters the pages of one locale."""
        return self.filter(Exact(NotSelective("locale_id"), locale_id))  # type: ignore[no-any-return]  # as above

    def of_topic(self, key: str, *, is_selective: bool = True) -> Self:
        """Filters the pages on a topic; `is_selective` is a hint that they are few."""
        if is_selective:
            return self.filter(topics__key=key)  # type: ignore[no-any-return]  # as above
        return self.filter(Exact(NotSelective("topics__key", output_field=CharField()), key))  # type: ignore[no-any-return]  # as above

    def for_audience(self, audience: str) -> Self:
        """Filters the pages for an audience; raises `ValueError` for an unknown one."""
        return self.filter(**{AUDIENCE_FIELDS[Audience(audience)]: True})  # type: ignore[no-any-return]

    def not_over(self, now: datetime | Parameter) -> Self:
        """Filters the pages that are not over at `now` (aware)."""
        return self.filter(not_over_q(now))  # type: ignore[no-any-return]  # as above

    def over(self, now: datetime | Parameter) -> Self:
        """Filters the pages that are over at `now` (aware), with a hint that most of them are."""
        end = NotSelective("sort_until", output_field=DateTimeField())
        return self.filter(LessThan(end, now))  # type: ignore[no-any-return]  # as above

    def out_by(self, moment: datetime | Parameter) -> Self:
        """Filters the pages dated `moment` (aware) or earlier: of events, those that have begun.

        For visible pages that are no events this excludes nothing. It only makes the database enter the index after all
        coming pages.
        """
        return self.filter(sort_at__lte=moment)  # type: ignore[no-any-return]  # Wagtail is untyped

    def soonest_first(self) -> Self:
        """Orders by the next date, then by primary key; to be used on coming pages.

        It orders by an expression, not by the column: the database would otherwise read the index of dates from the
        oldest page on and skip all that is over, instead of taking and sorting the few coming pages.
        """
        return self.order_by(next_date(), "pk")  # type: ignore[no-any-return]

    def latest_first(self) -> Self:
        """Orders newest first, then by primary key, so that no page of a listing repeats an entry."""
        return self.order_by("-sort_at", "-pk")  # type: ignore[no-any-return]
