"""Finds the clusters of a town or territory that somebody typed; the nearest ones where no cluster covers it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import asin, cos, radians, sin, sqrt

from clusters.directory.territory_names import area_called
from clusters.maps.areas import COUNTRIES_BY_PARTS, Area, areas
from clusters.maps.entries import MapEntry
from clusters.towns.finding import Town, find_towns, fold, largest_town, nearest_spelling, towns_called
from fedcms.core.templatetags.core_tags import country_name

MOST_TOWNS, NEAREST = 5, 3
EARTH_KM = 6371
_NOTES = re.compile(r"\([^)]*\)?|\b\d{4,5}\b|[,،].*")


@dataclass(frozen=True)
class Suggested:
    """A cluster that is proposed for a town: `km` away where it is only near, else None."""

    entry: MapEntry
    join_url: str
    km: int | None = None


@dataclass(frozen=True)
class Place:
    """A town, or a territory by its name, with the clusters that cover it or are near."""

    label: str
    clusters: tuple[Suggested, ...]
    is_covered: bool
    is_guess: bool = False
    """Whether only the beginning of its name was typed."""


@dataclass(frozen=True)
class FinderAnswer:
    """What was found for some words. Without places, `everyone` has all clusters, and `spelling` a like name."""

    query: str
    places: tuple[Place, ...] = ()
    everyone: tuple[Suggested, ...] = ()
    spelling: str = ""


def find_clusters(query: str, entries: Sequence[MapEntry], join_urls: dict[str, str]) -> FinderAnswer:
    """Returns the clusters for a town, region, country or cluster. `join_urls` are the ways in by cluster. No query.

    What has the whole name is the place that was meant. A name that only begins so is asked back.
    """

    def suggested(found: Iterable[MapEntry]) -> tuple[Suggested, ...]:
        return tuple(Suggested(entry, join_urls.get(entry.key, "")) for entry in found)

    def place(town: Town, *, is_guess: bool = False) -> Place:
        if found := [entry for entry in entries if covers(entry, town)]:
            return Place(_label(town), suggested(found), is_covered=True, is_guess=is_guess)
        return Place(_label(town), _nearest(town, entries, join_urls), is_covered=False, is_guess=is_guess)

    countries = frozenset({*COUNTRIES_BY_PARTS, *(entry.country for entry in entries)})
    wanted = _without_notes(query)
    towns = towns_called(wanted)
    named = [
        *(Place(label, suggested(found), is_covered=True) for label, found in _territories(wanted, entries)),
        *_of_one_name([(town, place(town)) for town in towns], countries),
    ]
    area = area_called(wanted)
    if area and not named and (town := largest_town(area.code)):
        near = tuple(replace(each, km=None) for each in _nearest(town, entries, join_urls))
        named = [Place(_of_country(area), near, is_covered=False)]
    if places := [each for each in named if each.clusters][:MOST_TOWNS]:
        return FinderAnswer(query, tuple(places))
    begun = [] if towns else find_towns(wanted)
    guesses = [guess for town in begun if (guess := place(town, is_guess=True)).is_covered]
    if guesses:
        return FinderAnswer(query, tuple(guesses[:MOST_TOWNS]))
    return FinderAnswer(query, everyone=suggested(entries), spelling=_like_name(wanted, begun, countries))


def _without_notes(query: str) -> str:
    """Returns what was typed without a postal code, what stands in brackets, and what follows a comma."""
    return " ".join(_NOTES.sub(" ", query).split()) or query


def _of_one_name(towns: Sequence[tuple[Town, Place]], countries: frozenset[str]) -> list[Place]:
    """Returns those that may be meant, the largest first: what a cluster covers, and the largest of each country.

    Where no cluster covers a town of this name, the largest of the world and of these countries.
    """
    largest = {town.country: place for town, place in reversed(towns) if town.country in countries}
    if any(place.is_covered for _town, place in towns):
        return [place for _town, place in towns if place.is_covered or place in largest.values()]
    near = next((place for town, place in towns if town.country in countries), None)
    return [place for number, (_town, place) in enumerate(towns) if number == 0 or place is near]


def _like_name(query: str, begun: Sequence[Town], countries: frozenset[str]) -> str:
    """Returns the name that was probably meant: one of these countries before any other; "" where none is like it."""
    near = (town.name for town in begun if town.country in countries)
    return next(near, "") or nearest_spelling(query, countries) or next((town.name for town in begun), "")


def covers(entry: MapEntry, town: Town) -> bool:
    """Returns whether a town is in the territory of a cluster: in one of its areas or, without any, in its country.

    Of a country that the map shows in parts, who has not said which is only near: it may be the cluster of a region.
    """
    if not entry.areas:
        country = town.area[:2] or town.country
        return entry.country == country and country not in COUNTRIES_BY_PARTS
    return bool({town.area, town.area[:2], town.country} & set(entry.areas))


def _label(town: Town) -> str:
    """Returns a town with its region, which tells two of a name apart, and country."""
    area = areas().get(town.area)
    return f"{town.name} ({_of_country(area)})" if area else town.label


def _of_country(area: Area) -> str:
    country = country_name(area.country)
    return area.name if area.name == country else f"{area.name}, {country}"


def _territories(query: str, entries: Sequence[MapEntry]) -> Iterator[tuple[str, list[MapEntry]]]:
    """Yields each territory that is called so: of a cluster, a region or a country, with its clusters."""
    wanted = fold(query)
    area = area_called(query)
    found: dict[str, list[MapEntry]] = {}
    for entry in entries:
        if wanted and wanted in (fold(entry.name), fold(entry.territory)):
            found.setdefault(entry.territory, []).append(entry)
        elif area and (area.code == entry.country or {area.code, area.country} & {*entry.areas}):
            found.setdefault(_of_country(area), []).append(entry)
    yield from found.items()


def _nearest(town: Town, entries: Sequence[MapEntry], join_urls: dict[str, str]) -> tuple[Suggested, ...]:
    """Returns the clusters whose head offices are nearest; none where no head office is known."""
    known = [(_distance(town, entry.seat), entry) for entry in entries if entry.seat]
    return tuple(
        Suggested(entry, join_urls.get(entry.key, ""), round(km))
        for km, entry in sorted(known, key=lambda pair: pair[0])[:NEAREST]
    )


def _distance(town: Town, seat: tuple[float, float]) -> float:
    """Returns the distance as the crow flies between a town and a head office (longitude, latitude), in kilometres."""
    longitude, latitude = seat
    one, other = radians(town.latitude), radians(latitude)
    half = (
        sin((other - one) / 2) ** 2
        + cos(one) * cos(other) * sin(radians(longitude - town.longitude) / 2) ** 2
    )
    return 2 * EARTH_KM * asin(sqrt(half))
