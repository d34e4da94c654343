"""Finds the topics and the type of an event by the categories that its calendar names (RFC 5545, 3.8.1.2)."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import translation

from clusters.towns.finding import fold
from events.models.event_choices import EventType
from fedcms.core.models.topic import Topic, all_topics


@dataclass
class FoundCategories:
    """What categories mean here."""

    topics: list[Topic] = field(default_factory=list)
    event_type: str = ""
    """The first type among them, "" without any."""
    unknown: list[str] = field(default_factory=list)


def find_categories(names: Iterable[str]) -> FoundCategories:
    """Returns what categories mean, told by labels in any language or by keys, without regard to accents. One query."""
    asked = list(dict.fromkeys(names))
    found = FoundCategories()
    if not asked:
        return found
    topics = {fold(word): each for each in all_topics() for word in (each.key, *each.labels.values())}
    types = _types()
    for name in asked:
        word = fold(name)
        if word in topics:
            found.topics += [topics[word]] if topics[word] not in found.topics else []
        elif word in types:
            found.event_type = found.event_type or types[word]
        else:
            found.unknown.append(name)
    return found


def _types() -> dict[str, str]:
    """Returns the types of events by their labels in all languages and by their keys."""
    types: dict[str, str] = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            types |= {fold(str(each.label)): str(each.value) for each in EventType}
    return types | {fold(each.value): str(each.value) for each in EventType}
