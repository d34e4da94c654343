"""Reads what the topics of several pages are called in the active language."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from clusters.models import ContentPage


def topic_labels(ids: Sequence[int]) -> Mapping[int, list[str]]:
    """Returns the topics of each page in the active language, by its primary key. One query."""
    found: dict[int, list[str]] = defaultdict(list)
    links = ContentPage.topics.through.objects.filter(contentpage__in=ids).order_by("topic__key")
    for page_id, key, texts in links.values_list("contentpage_id", "topic__key", "topic__labels"):
        found[page_id].append(str(texts) or key)
    return found
