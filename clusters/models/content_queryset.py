"""Queryset methods for content pages of all kinds.

Languages and kinds narrow little, and few pages are not over yet: SQLite is told (fedcms.core.planner_hints).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.db.models import CharField, F, Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact, GreaterThanOrEqual, In

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
    """Pages of what has not ended at `now` (aware)."""
    return Q(Selective(GreaterThanOrEqual(F("sort_until"), now)))


class ContentPageQuerySet(BasePageQuerySet):
    """The verbs by which content is asked for."""

    def of_cluster(self, cluster: Cluster | None) -> Self:
        """What one cluster published; `None` is the federation itself."""
        return self.filter(cluster=cluster)  # type: ignore[no-any-return]  # Wagtail is untyped

    def among_others_of(self, cluster_id: int | Parameter) -> Self:
        """What one cluster published, where another condition leaves less than that."""
        return self.filter(Exact(NotSelective("cluster_id"), cluster_id))  # type: ignore[no-any-return]  # as above

    def of_kinds(self, *kinds: str) -> Self:
        """Pages of the named kinds (see clusters.content.registry)."""
        return self.of_types(content_type_ids(*kinds))

    def of_types(self, content_types: Iterable[int]) -> Self:
        """The same by primary keys of Django's content types."""
        return self.filter(In(NotSelective("content_type_id"), list(content_types)))  # type: ignore[no-any-return]  # as above

    def of_locale(self, locale_id: int | Parameter) -> Self:
        """Pages of one locale."""
        return self.filter(Exact(NotSelective("locale_id"), locale_id))  # type: ignore[no-any-return]  # as above

    def of_topic(self, key: str, *, is_selective: bool = True) -> Self:
        """Pages on a topic; `is_selective`: they are few, as far as is known."""
        if is_selective:
            return self.filter(topics__key=key)  # type: ignore[no-any-return]  # as above
        return self.filter(Exact(NotSelective("topics__key", output_field=CharField()), key))  # type: ignore[no-any-return]  # as above

    def for_audience(self, audience: str) -> Self:
        """Pages meant for an audience; raises `ValueError` for an unknown one."""
        return self.filter(**{AUDIENCE_FIELDS[Audience(audience)]: True})  # type: ignore[no-any-return]

    def not_over(self, now: datetime | Parameter) -> Self:
        """Pages of what has not ended at `now` (aware)."""
        return self.filter(not_over_q(now))  # type: ignore[no-any-return]  # as above

    def out_by(self, moment: datetime | Parameter) -> Self:
        """Pages that are dated before `moment` (aware). Of what takes place, that is what has begun.

        Said to the database of what is visible and takes place nowhere, it changes nothing but where the index is
        entered: after all that is yet to come.
        """
        return self.filter(sort_at__lte=moment)  # type: ignore[no-any-return]  # Wagtail is untyped

    def soonest_first(self) -> Self:
        """By date, ties by primary key. To be narrowed to what is coming.

        Not by the column itself: the database would read the index of dates from the oldest page on, and pass by all
        that is over, instead of taking the few that are not and sorting them.
        """
        return self.order_by(Coalesce("sort_at", "sort_until"), "pk")  # type: ignore[no-any-return]

    def latest_first(self) -> Self:
        """Newest first; ties by primary key, so that pages of a listing never repeat one."""
        return self.order_by("-sort_at", "-pk")  # type: ignore[no-any-return]
