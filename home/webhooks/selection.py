"""Finds which webhooks are told of which pages: those that want them, and those that may hold a copy."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from clusters.content.registry import class_of_type, content_types
from clusters.models import ContentPage
from home.models import Webhook


@dataclass(frozen=True)
class PublicPage:
    """What decides whether a webhook wants a visible page."""

    id: int
    kind: str
    language: str
    cluster_id: int | None
    topic_ids: frozenset[int]


def public_pages(ids: Collection[int]) -> dict[int, PublicPage]:
    """Returns those of the pages that a visitor may see now, by primary key. Two queries."""
    visible = ContentPage.objects.visible().filter(pk__in=ids).order_by()
    rows = list(visible.values_list("pk", "content_type_id", "locale__language_code", "cluster_id"))
    links = ContentPage.topics.through.objects.filter(contentpage__in=[row[0] for row in rows])
    topics: dict[int, set[int]] = defaultdict(set)
    for page_id, topic_id in links.values_list("contentpage_id", "topic_id"):
        topics[page_id].add(topic_id)
    return {
        pk: PublicPage(pk, class_of_type(type_id).kind, language, cluster_id, frozenset(topics[pk]))
        for pk, type_id, language, cluster_id in rows
    }


def wants(webhook: Webhook, topic_ids: Collection[int], page: PublicPage) -> bool:
    """Returns whether a webhook, which may name these topics, wants to be told of a page."""
    return (
        page.kind in content_types()
        and (webhook.covers_all or webhook.cluster_id == page.cluster_id)
        and (not webhook.kinds or page.kind in webhook.kinds)
        and (not webhook.languages or page.language in webhook.languages)
        and (not webhook.names_topics or not page.topic_ids.isdisjoint(topic_ids))
    )


def topics_of(webhooks: Iterable[Webhook]) -> Mapping[int, frozenset[int]]:
    """Returns the topics that webhooks name, by the key of the webhook. One query."""
    found: dict[int, set[int]] = defaultdict(set)
    links = Webhook.topics.through.objects.filter(webhook__in=[each.pk for each in webhooks])
    for webhook_id, topic_id in links.values_list("webhook_id", "topic_id"):
        found[webhook_id].add(topic_id)
    return {pk: frozenset(ids) for pk, ids in found.items()}
