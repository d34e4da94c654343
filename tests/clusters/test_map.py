"""Clusters on the map: every one is there, where it is, seen against the land, in little weight and drawn once."""

import json
import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from clusters.maps import drawing
from clusters.maps.areas import FILE, areas, choices, shapes
from clusters.maps.drawing import LABEL_SIZE, cluster_map
from clusters.maps.entries import LAND_DARK, LAND_LIGHT, MapEntry, map_entry_of, spots_of
from clusters.maps.labels import Label, spread
from clusters.maps.locator import locator_map
from clusters.maps.projection import FRANCE, PANELS
from clusters.models import Cluster, Organisation
from fedcms.core.design.colour import SHAPE_CONTRAST, contrast
from tests.factories import make_article, make_cluster

STATIC = Path(settings.BASE_DIR) / "fedcms/static"
GROUND = (STATIC / "map/ground.svg").read_text(encoding="utf-8")
ACCENTS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def entry(code: str = "TST", **changes: object) -> MapEntry:
    """What the map knows of a cluster that has nothing but a name."""
    values: dict[str, object] = {
        "key": code.lower(),
        "code": code,
        "name": f"EdTech {code}",
        "territory": "Territoire",
        "url": f"/fr/clusters/{code.lower()}/",
        "accent": "#2450a0",
        "areas": (),
        "country": "FR",
        "city": "",
        "seat": None,
    }
    return MapEntry(**(values | changes))  # type: ignore[arg-type]


def test_the_map_s_files_agree_and_are_small() -> None:
    """Each area with a box has its shape under the same id; the ground is 40 kB at most, 15 kB compressed."""
    ids = set(re.findall(r'id="([^"]+)"', GROUND))
    assert {area.code for area in areas().values() if area.box} == ids - {"france", "around", "world", "ours"}
    assert len(GROUND.encode()) <= 40_000
    assert len(brotli.compress(GROUND.encode())) <= 15_000


def test_areas_cover_france_and_every_country() -> None:
    """18 regions of France, those of Belgium, Switzerland and Canada, and every country that a cluster can have."""
    codes = set(areas())
    assert sum(code.startswith("FR-") for code in codes) == 18
    assert {"BE-WAL", "CH-GE", "CA-QC", "MA", "LU", "MU", "SN", "FR"} <= codes
    from django_countries import countries  # noqa: PLC0415  # needs settings

    missing = {code for code, _name in countries} - codes
    # Without inhabitants, or too small for Natural Earth at this scale.
    assert missing <= {
        "AQ",
        "BV",
        "CX",
        "CC",
        "TK",
        "GF",
        "GP",
        "MQ",
        "RE",
        "YT",
        "SJ",
        "UM",
        "GI",
        "TV",
        "BQ",
        "XK",
    }
    for group, options in choices():
        assert group
        assert all(name for _code, name in options)


def test_labels_stand_inside_their_panel() -> None:
    """And within the box of their area."""
    for area in areas().values():
        panel = PANELS[area.panel]
        assert panel.holds((area.x, area.y)), area.code
        if area.box:
            left, top, width, height = area.box
            assert left <= area.x <= left + width, area.code
            assert top <= area.y <= top + height, area.code


@given(ACCENTS)
def test_any_accent_stands_out_from_the_land_in_both_themes(accent: str) -> None:
    """3:1 at least, on the land and on the paper around it."""
    style = dict(part.split(":") for part in entry(accent=accent).style.split(";"))
    assert contrast(style["--area-l"], LAND_LIGHT) >= SHAPE_CONTRAST
    assert contrast(style["--area-d"], LAND_DARK) >= SHAPE_CONTRAST


def test_the_style_sheet_paints_the_land_that_accents_are_computed_on() -> None:
    """The two places that name the land's colours say the same."""
    css = (STATIC / "css/components/map.css").read_text(encoding="utf-8")
    assert f"--land: light-dark({LAND_LIGHT}, {LAND_DARK})" in css


@pytest.mark.parametrize(
    ("changes", "panels"),
    [
        ({"areas": ("FR-BRE",)}, {"france": 1}),
        ({"areas": ("FR-974",)}, {"FR-974": 1}),
        ({"areas": ("CA-QC",)}, {"world": 1}),
        ({"areas": ("FR",)}, {"france": 13} | {f"FR-97{n}": 1 for n in (1, 2, 3, 4, 6)}),
        ({"areas": ("CH-GE", "CH-VD", "MA")}, {"france": 2, "world": 1}),
        ({"seat": (-73.57, 45.5), "country": "CA"}, {"world": 0}),
        ({"seat": (55.45, -20.88)}, {"FR-974": 0}),
        ({"seat": (7.32, 45.73), "country": "IT"}, {"france": 0}),
        ({"country": "MU"}, {"world": 0}),
        ({"country": "AQ"}, {}),
    ],
)
def test_a_cluster_stands_where_it_is(changes: dict[str, object], panels: dict[str, int]) -> None:
    """On the most detailed panel, with its shapes; a dot at its seat, or in its country; at worst on the list alone."""
    found = entry(**changes)
    assert {spot.panel: len(spot.shapes) for spot in spots_of(found)} == panels
    drawn = cluster_map([found])
    assert drawn.count('class="map__pin') == len(panels)
    assert 'class="atlas__name"' in drawn
    assert ('class="map__dot"' in drawn) is (list(panels.values()) == [0])
    assert bool(locator_map(found)) is bool(panels)


def test_every_region_and_neighbour_at_once_keep_their_labels_apart() -> None:
    """On the narrowest phone, which the sizes of labels are those of."""
    codes = [area.code for area in shapes(["FR", "BE"]) if area.panel == "france"] + ["LU", "CH-GE"]
    labels = [Label(areas()[code].x, areas()[code].y, areas()[code].x, areas()[code].y) for code in codes]
    width, height = LABEL_SIZE["france"]
    spread(labels, (width, height), (0, 0, FRANCE.width, FRANCE.height))
    for at, one in enumerate(labels):
        assert width / 2 <= one.x <= FRANCE.width - width / 2
        for other in labels[at + 1 :]:
            assert abs(one.x - other.x) >= width or abs(one.y - other.y) >= height


def test_a_drawing_is_made_once_and_again_when_a_cluster_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same entries give the very same text; another colour, name or language another."""
    calls: list[str] = []
    render = drawing.render_to_string
    monkeypatch.setattr(drawing, "render_to_string", lambda name, c: calls.append(name) or render(name, c))
    one = entry("ONE", areas=("FR-BRE",))
    assert cluster_map([one]) is cluster_map([entry("ONE", areas=("FR-BRE",))])
    assert len(calls) == 1
    cluster_map([entry("ONE", areas=("FR-BRE",), accent="#aa0000")])
    with override("ar"):
        cluster_map([one])
    assert len(calls) == 3


def test_names_are_text_not_markup() -> None:
    """A name with a sign of HTML in it stays a name, on the map and on the list."""
    drawn = cluster_map([entry(name='<b>"R&D"</b>', areas=("FR-BRE",))])
    assert "<b>" not in drawn
    assert drawn.count("&lt;b&gt;&quot;R&amp;D&quot;&lt;/b&gt;") == 2


@pytest.mark.django_db
def test_an_unknown_area_is_refused(federation: object) -> None:
    """In words that name it; a list of known ones is kept."""
    cluster = make_cluster("bretagne", "BRE", areas=["FR-BRE"])
    for wrong in (["FR-XXX"], "FR-BRE", [1]):
        cluster.areas = wrong
        with pytest.raises(ValidationError):
            cluster.full_clean()
    assert map_entry_of(Cluster.objects.get(), "/").areas == ("FR-BRE",)


@pytest.mark.django_db
def test_the_index_links_each_cluster_on_the_map_and_on_the_list(federation: object) -> None:
    """With its members and publications counted; one cluster, no area and long names are nothing special."""
    assert "Aucun cluster" in Client().get("/fr/clusters/").content.decode()
    one = make_cluster("bretagne", "BRE", areas=["FR-BRE"])
    make_cluster("ailleurs", "AIL", name="Un cluster au nom " + "très " * 20 + "long", country="SN")
    Organisation.objects.create(slug="lab", name="Lab", kind="laboratory", cluster=one)
    make_article(one)
    html = Client().get("/fr/clusters/").content.decode()
    assert html.count('href="/fr/clusters/bretagne/"') >= 2
    assert html.count('href="/fr/clusters/ailleurs/"') >= 2
    assert "1 membre · 1 publication" in html
    assert "#FR-BRE" in html
    assert html.count('class="map__pin') == 2


@pytest.mark.django_db
def test_the_home_page_has_the_map(federation: object) -> None:
    """The same, smaller; without clusters the page stands all the same."""
    assert Client().get("/fr/").status_code == 200
    make_cluster("bretagne", "BRE", areas=["FR-BRE"])
    assert "atlas--front" in Client().get("/fr/").content.decode()


def test_the_areas_file_is_read_as_written() -> None:
    """A line an area, so that a change of geometry can be read in a diff."""
    assert (
        len(FILE.read_text(encoding="utf-8").splitlines())
        == len(json.loads(FILE.read_text(encoding="utf-8"))) + 2
    )
