"""Counts subscribers by what they chose, for a team and for the federation: numbers, never addresses."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from clusters.content.registry import content_types
from clusters.models import Facet, Rhythm, Subscriber, SubscriberChoice, SubscriberState
from clusters.models.owner import SectionOwner
from clusters.models.subscriber import ALL_OF, SubscriberQuerySet
from clusters.people.teams import cluster_key
from clusters.subscriptions.announced_pages import FEDERATION
from fedcms.core.i18n.formatting import language_name
from fedcms.core.models.topic import all_topics
from fedcms.core.templatetags.core_tags import country_name

MOST_SHOWN = 40
Label = str | Promise


@dataclass(frozen=True)
class FacetNumbers:
    """How many subscribers chose each value of a facet, the most first; `all_of_them` did not choose by it."""

    label: Label
    all_of_them: int
    numbers: list[tuple[str, int]]


@dataclass(frozen=True)
class SubscriberNumbers:
    """Who gets the news of a team: in all, those who chose it by name, those who pause, and by choice."""

    active: int
    by_name: int
    paused: int
    rhythms: list[tuple[str, int]]
    facets: list[FacetNumbers]


def subscribers_of(owner: SectionOwner) -> SubscriberQuerySet:
    """Returns those, active or not, among whose choices the news of a team are."""
    confirmed = Subscriber.objects.exclude(state=SubscriberState.UNCONFIRMED)
    return confirmed.choosing(Facet.CLUSTER, {str(cluster_key(owner) or FEDERATION)})


def numbers_of(owner: SectionOwner) -> SubscriberNumbers:
    """Returns the numbers of a team. Three queries, and one for the names of topics."""
    everybody = subscribers_of(owner)
    active = Q(state=SubscriberState.ACTIVE)
    totals = everybody.aggregate(
        active=Count("pk", filter=active),
        by_name=Count("pk", filter=active & Q(takes_all_clusters=False)),
        paused=Count("pk", filter=Q(state=SubscriberState.PAUSED)),
        **{f"rhythm_{rhythm.value}": Count("pk", filter=active & Q(rhythm=rhythm)) for rhythm in Rhythm},
        **{column: Count("pk", filter=active & Q(**{column: True})) for column in ALL_OF.values()},
    )
    facets = {
        Facet.LANGUAGE: _("Langues"),
        Facet.KIND: _("Types"),
        Facet.TOPIC: _("Thèmes"),
        Facet.COUNTRY: _("Pays"),
    }
    counted = SubscriberChoice.objects.filter(subscriber__in=everybody.active(), facet__in=list(facets))
    by_facet: dict[str, list[tuple[str, int]]] = {}
    for facet, value, number in (
        counted.values_list("facet", "value").annotate(number=Count("pk")).order_by("-number", "value")
    ):
        by_facet.setdefault(facet, []).append((value, number))
    names = _names()
    return SubscriberNumbers(
        active=totals["active"],
        by_name=totals["by_name"],
        paused=totals["paused"],
        rhythms=[(str(rhythm.label), totals[f"rhythm_{rhythm.value}"]) for rhythm in Rhythm],
        facets=[
            FacetNumbers(
                label,
                totals.get(ALL_OF.get(facet, ""), 0),
                [(names[facet](value), number) for value, number in by_facet.get(facet, [])[:MOST_SHOWN]],
            )
            for facet, label in facets.items()
        ],
    )


def _names() -> dict[Facet, Callable[[str], str]]:
    topics = {str(topic.pk): str(topic) for topic in all_topics()}
    kinds = {kind: str(model.kind_label_plural) for kind, model in content_types().items()}
    return {
        Facet.LANGUAGE: language_name,
        Facet.KIND: lambda value: kinds.get(value, value),
        Facet.TOPIC: lambda value: topics.get(value, _("thème supprimé")),
        Facet.COUNTRY: country_name,
    }
