"""Describes the API's parameters in OpenAPI, with the values that exist now: languages, clusters, topics, countries."""

from collections.abc import Sequence

from django_countries import countries

from clusters.content.facet_counts import FEDERATION
from clusters.content.listings import FIRST_YEAR
from clusters.models.cluster import signatories
from events.api.query_form import LAST_YEAR_OF_FILTER, MOST_A_PAGE, MOST_PAGES, USUAL_A_PAGE
from events.facets import EVENT_TYPE, Attendance
from events.models import EventType
from events.periods import Period
from fedcms.core.audiences import Audience
from fedcms.core.models import active_locales
from fedcms.core.models.topic import all_topics

Described = dict[str, object]


def _parameter(name: str, description: str, schema: Described) -> Described:
    return {"in": "query", "name": name, "required": False, "description": description, "schema": schema}


def _one_of(values: Sequence[str]) -> Described:
    return {"type": "string", "enum": list(values)}


def _integer(least: int, most: int | None, default: int | None = None) -> Described:
    found: Described = {"type": "integer", "minimum": least}
    if most is not None:
        found["maximum"] = most
    return found if default is None else found | {"default": default}


def parameters() -> list[Described]:
    """Returns the description of each parameter of events. Three queries."""
    day: Described = {"type": "string", "format": "date"}
    clusters = [FEDERATION, *sorted(cluster.slug for cluster in signatories().values())]
    locales = sorted(active_locales().values_list("language_code", flat=True))
    return [
        _parameter(EVENT_TYPE, "The type of event.", _one_of(EventType.values)),
        _parameter(
            "locale", "The language of what is listed, and of refusals; French without it.", _one_of(locales)
        ),
        _parameter("cluster", "The slug of a cluster, or `federation` for its own.", _one_of(clusters)),
        _parameter("topic", "The key of a topic.", _one_of([topic.key for topic in all_topics()])),
        _parameter("audience", "The key of an audience.", _one_of(Audience.values)),
        _parameter(
            "country", "ISO 3166-1 alpha-2: where it takes place.", _one_of(sorted(countries.countries))
        ),
        _parameter("attendance", "On site, online, or both.", _one_of(Attendance.values)),
        _parameter(
            "period", "This week, this month, or what is over, the latest first.", _one_of(Period.values)
        ),
        _parameter("from", "Lasts on this day or later; also finds what is over.", day),
        _parameter("to", "Lasts on this day or before; not before `from`.", day),
        _parameter("year", "Begins in this year.", _integer(FIRST_YEAR, LAST_YEAR_OF_FILTER)),
        _parameter("page", "Beyond the last page the answer is 404.", _integer(1, MOST_PAGES, 1)),
        _parameter("page_size", "Results a page.", _integer(1, MOST_A_PAGE, USUAL_A_PAGE)),
    ]


def of_missions(described: list[Described]) -> list[Described]:
    """Returns those of `parameters` that the list of missions takes, too: a mission has no type."""
    return [each for each in described if each["name"] != EVENT_TYPE]
