"""What a subscriber chose, and whether a public page is among it; `wanting` asks the same of the database."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import QuerySet

from clusters.models import Facet, Subscriber, SubscriberChoice
from clusters.models.subscriber import ALL_OF, SubscriberQuerySet
from clusters.subscriptions.announced_pages import AnnouncedPage

Values = frozenset[str]


@dataclass(frozen=True)
class Choices:
    """The choices of a subscriber by facet. `None` is all; the empty set is nothing: what was chosen is gone."""

    languages: Values
    kinds: Values | None = None
    clusters: Values | None = None
    topics: Values | None = None
    countries: Values | None = None

    def want(self, page: AnnouncedPage) -> bool:
        """Returns whether a page is among the choices. Countries narrow only what leads to a country."""
        return (
            page.language in self.languages
            and _meet(self.kinds, {page.kind})
            and _meet(self.clusters, {page.cluster})
            and _meet(self.topics, page.topics)
            and (not page.country or _meet(self.countries, {page.country}))
        )


def _meet(chosen: Values | None, values: Iterable[str]) -> bool:
    return chosen is None or not chosen.isdisjoint(values)


def wanting(page: AnnouncedPage) -> SubscriberQuerySet:
    """Returns those who are written to and among whose choices a page is."""
    found = Subscriber.objects.active().choosing(Facet.LANGUAGE, {page.language})
    found = found.choosing(Facet.KIND, {page.kind}).choosing(Facet.CLUSTER, {page.cluster})
    found = found.choosing(Facet.TOPIC, page.topics)
    return found.choosing(Facet.COUNTRY, {page.country}) if page.country else found


class _ChoiceRow(NamedTuple):
    subscriber_id: int
    facet: str
    value: str


def choices_of(subscribers: "Iterable[Subscriber] | QuerySet[Subscriber]") -> dict[int, Choices]:
    """Returns the choices of subscribers by primary key. One query."""
    some = list(subscribers)
    by_subscriber: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    rows = SubscriberChoice.objects.filter(subscriber__in=[each.pk for each in some])
    for row in map(_ChoiceRow._make, rows.values_list(*_ChoiceRow._fields)):
        by_subscriber[row.subscriber_id][row.facet].add(row.value)
    return {each.pk: _choices(each, by_subscriber[each.pk]) for each in some}


def _choices(subscriber: Subscriber, chosen: Mapping[str, set[str]]) -> Choices:
    def values(facet: Facet) -> Values | None:
        return None if getattr(subscriber, ALL_OF[facet]) else frozenset(chosen.get(facet, ()))

    return Choices(
        languages=frozenset(chosen.get(Facet.LANGUAGE, ())),
        kinds=values(Facet.KIND),
        clusters=values(Facet.CLUSTER),
        topics=values(Facet.TOPIC),
        countries=values(Facet.COUNTRY),
    )


def set_choices(subscriber: Subscriber, choices: Choices) -> None:
    """Writes the choices of a subscriber in place of those before. Must run within a transaction."""
    chosen: dict[Facet, Values | None] = {
        Facet.KIND: choices.kinds,
        Facet.CLUSTER: choices.clusters,
        Facet.TOPIC: choices.topics,
        Facet.COUNTRY: choices.countries,
    }
    for facet, values in chosen.items():
        setattr(subscriber, ALL_OF[facet], values is None)
    subscriber.save(update_fields=list(ALL_OF.values()))
    SubscriberChoice.objects.filter(subscriber=subscriber).delete()
    everything = {**chosen, Facet.LANGUAGE: choices.languages}
    SubscriberChoice.objects.bulk_create(
        SubscriberChoice(subscriber=subscriber, facet=facet, value=value)
        for facet, values in everything.items()
        for value in sorted(values or ())
    )


def preferred_languages(language: str, languages: Values, order: Iterable[str]) -> list[str]:
    """Returns languages in the order in which a page is wanted: that of the mails, then in the order of the site.

    One that the site has no more comes last.
    """
    ranks = {code: rank for rank, code in enumerate(order)}
    return sorted(languages, key=lambda code: (code != language, ranks.get(code, len(ranks)), code))
