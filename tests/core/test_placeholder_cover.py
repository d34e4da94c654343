"""Placeholder covers are always the same, always valid, and hold nobody else's markup."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fedcms.core.design.placeholder_cover import MAX_CELLS, compose, placeholder_cover_svg

RED = "#b0303c"
SVG = "{http://www.w3.org/2000/svg}"
PINNED = [
    ("quarter", 0, 0, 2),
    ("leaf", 2, 0, 1),
    ("arcs", 2, 1, 1),
    ("triangle", 3, 1, 1),
    ("leaf", 0, 2, 1),
    ("arcs", 1, 2, 1),
    ("half", 2, 2, 1),
    ("half", 3, 2, 1),
]


def test_the_same_key_has_the_same_cover() -> None:
    first = placeholder_cover_svg("occ-ecriture", RED)
    placeholder_cover_svg.cache_clear()
    assert placeholder_cover_svg("occ-ecriture", RED) == first


def test_the_cover_is_the_same_for_ever() -> None:
    """A change here changes the cover of every page: make it on purpose."""
    kinds = [(tile.kind, tile.column, tile.row, tile.size) for tile in compose("occ-ecriture", RED, 4, 3)]
    assert kinds == PINNED


def test_keys_have_covers_of_their_own() -> None:
    assert len({placeholder_cover_svg(f"page-{number}", RED) for number in range(200)}) == 200


def test_the_accent_is_the_ground() -> None:
    root = ET.fromstring(placeholder_cover_svg("a", "#B0303C"))
    ground = root[0]
    assert (ground.tag, ground.get("fill"), ground.get("d")) == (f"{SVG}path", RED, "M0 0h32v20H0z")


def test_it_is_hidden_from_assistive_technology() -> None:
    root = ET.fromstring(placeholder_cover_svg("a", RED))
    assert root.get("aria-hidden") == "true"
    assert root.get("focusable") == "false"


def test_it_is_small_and_refers_to_nothing() -> None:
    covers = [placeholder_cover_svg(f"page-{number}", RED) for number in range(100)]
    assert max(map(len, covers)) < 3000
    assert not any("<use" in cover or "href" in cover or "style=" in cover for cover in covers)


@given(
    key=st.text(max_size=80),
    accent=st.integers(0, 0xFFFFFF),
    columns=st.integers(1, 24),
    rows=st.integers(1, 12),
)
def test_any_key_gives_valid_xml_inside_the_grid(key: str, accent: int, columns: int, rows: int) -> None:
    colour = f"#{accent:06x}"
    ET.fromstring(placeholder_cover_svg(key, colour, columns, rows))
    cells: set[tuple[int, int]] = set()
    for tile in compose(key, colour, columns, rows):
        own = {(tile.column + x, tile.row + y) for x in range(tile.size) for y in range(tile.size)}
        assert not own & cells
        cells |= own
    assert all(column < columns and row < rows for column, row in cells)


def test_ink_is_left_out_on_a_black_accent() -> None:
    assert "#15203a" not in placeholder_cover_svg("a", "#2b2b2b")
    assert "#15203a" in placeholder_cover_svg("a", RED)


@pytest.mark.parametrize("accent", ["", "red", '#fff"/><script>', "#fff onload=x", "url(#a)", "#ffff"])
def test_a_hostile_accent_is_refused(accent: str) -> None:
    with pytest.raises(ValueError, match="hexadecimal"):
        placeholder_cover_svg("a", accent)


@pytest.mark.parametrize("css_class", ["", 'a" onload="x', "a>b"])
def test_a_hostile_class_is_refused(css_class: str) -> None:
    with pytest.raises(ValueError, match="class"):
        placeholder_cover_svg("a", RED, css_class=css_class)


@pytest.mark.parametrize(("columns", "rows"), [(0, 1), (1, 0), (-1, 5), (MAX_CELLS, 2)])
def test_an_impossible_grid_is_refused(columns: int, rows: int) -> None:
    with pytest.raises(ValueError, match="cells"):
        placeholder_cover_svg("a", RED, columns, rows)
