"""Finds the nearest page of each other cluster to a page, by topic and time, from the topics of all visible pages."""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Min

from clusters.content.registry import is_void
from clusters.models import ContentPage


class TopicRow(NamedTuple):
    """One topic of a translation set, and its earliest date (aware) in any language."""

    key: UUID
    cluster_id: int | None
    topic_id: int
    moment: datetime


@dataclass
class TopicalSet:
    """A translation set of visible pages with its topics. `cluster_id` is `None` for the federation's."""

    key: UUID
    cluster_id: int | None
    moment: datetime
    topics: set[int]


class TopicalPages:
    """All visible content with a topic, one entry a translation set, in order of time by cluster and topic.

    What was announced and does not take place (`void`) has neighbours, and is none.
    """

    def __init__(self, rows: Iterable[TopicRow], void: Collection[UUID] = ()) -> None:
        self.sets: dict[UUID, TopicalSet] = {}
        for row in rows:
            known = self.sets.setdefault(row.key, TopicalSet(row.key, row.cluster_id, row.moment, set()))
            known.topics.add(row.topic_id)
            known.moment = min(known.moment, row.moment)
        self._by_topic: dict[tuple[int, int], list[tuple[datetime, UUID]]] = defaultdict(list)
        for found in self.sets.values():
            if found.cluster_id is not None and found.key not in void:
                for topic_id in found.topics:
                    insort(self._by_topic[found.cluster_id, topic_id], (found.moment, found.key))

    @classmethod
    def visible_now(cls) -> "TopicalPages":
        """Reads what an anonymous visitor may see at this moment. Two queries."""
        visible = ContentPage.objects.visible()
        void = visible.filter(is_void()).order_by().values_list("translation_key", flat=True)
        rows = (
            visible.filter(topics__isnull=False)
            .order_by()
            .values_list("translation_key", "cluster_id", "topics")
            .annotate(moment=Min("sort_at"))
        )
        return cls(map(TopicRow._make, rows), set(void))

    def nearest(self, page: TopicalSet, cluster_id: int) -> UUID | None:
        """Returns the nearest set of another cluster to `page`; `None` without one on any of its topics.

        On each topic, the last one before the page's date and the first one after it come into question; of these, the
        one with most topics in common, then the nearest in time.
        """
        if cluster_id == page.cluster_id:
            return None
        asked: set[UUID] = set()
        for topic_id in page.topics:
            dated = self._by_topic.get((cluster_id, topic_id), [])
            place = bisect_left(dated, (page.moment, page.key))
            asked.update(key for _moment, key in dated[max(place - 1, 0) : place + 1])

        def distance(key: UUID) -> tuple[int, float, UUID]:
            other = self.sets[key]
            seconds = abs((other.moment - page.moment).total_seconds())
            return -len(page.topics & other.topics), seconds, key

        return min(asked, key=distance, default=None)
