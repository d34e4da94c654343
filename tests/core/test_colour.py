"""Tests of contrast and accents, with the figures of the WCAG definition."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fedcms.core.design.colour import (
    INK,
    NIGHT,
    PAPER,
    SHAPE_CONTRAST,
    TEXT_CONTRAST,
    accent_palette,
    accessible_accent,
    contrast,
    mix,
    normalise,
    readable_on,
    relative_luminance,
)

ACCENTS = ["#b0303c", "#2b2b2b", "#8a4b08", "#1f7358", "#2450a0", "#0f6b34", "#b3261e", "#5b2a86", "#1d3b8b"]
colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(
    ("colour", "luminance"),
    [("#000000", 0.0), ("#ffffff", 1.0), ("#ff0000", 0.2126), ("#00ff00", 0.7152), ("#0000ff", 0.0722)],
)
def test_luminance_of_the_corners_is_the_weight_of_the_channel(colour: str, luminance: float) -> None:
    assert relative_luminance(colour) == pytest.approx(luminance)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000", "#fff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#949494", "#fff", 3.03),
    ],
)
def test_known_ratios(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


@pytest.mark.parametrize(
    "colour", ["", "red", "#12", "#12345", "#1234567", "#ggg", "#fff;", "#fff\n", "#٣٣٣", 'x" onload="']
)
def test_only_hexadecimal_colours_pass(colour: str) -> None:
    with pytest.raises(ValueError, match="hexadecimal"):
        normalise(colour)


def test_normalise_expands_and_lowers() -> None:
    assert normalise("#FA0") == "#ffaa00"
    assert mix("#000", "#fff", 0.5) == "#808080"


def test_readable_on() -> None:
    assert readable_on("#ffffff") == INK
    assert readable_on("#000000") == PAPER
    assert readable_on("#f4c95d") == INK


def test_a_sufficient_accent_is_left_alone() -> None:
    assert accessible_accent("#1D3B8B", PAPER) == "#1d3b8b"


def test_an_accent_goes_away_from_its_background() -> None:
    on_paper, at_night = accessible_accent("#f4c95d", PAPER), accessible_accent("#2b2b2b", NIGHT)
    assert relative_luminance(on_paper) < relative_luminance("#f4c95d")
    assert relative_luminance(at_night) > relative_luminance("#2b2b2b")


def test_an_impossible_minimum_is_refused() -> None:
    with pytest.raises(ValueError, match="contrast"):
        accessible_accent("#777", "#777", 15)


@given(accent=colours, background=colours)
def test_text_contrast_is_always_reached(accent: str, background: str) -> None:
    assert contrast(accessible_accent(accent, background), background) >= TEXT_CONTRAST


@given(accent=colours)
def test_the_palette_keeps_its_promises(accent: str) -> None:
    palette = accent_palette(accent)
    for page, rule, chip, chip_text, text in (
        (PAPER, palette.rule_light, palette.chip_light, palette.chip_text_light, palette.text_light),
        (NIGHT, palette.rule_dark, palette.chip_dark, palette.chip_text_dark, palette.text_dark),
    ):
        assert contrast(rule, page) >= SHAPE_CONTRAST
        assert contrast(chip, page) >= SHAPE_CONTRAST
        assert contrast(chip_text, chip) >= TEXT_CONTRAST
        assert contrast(text, page) >= TEXT_CONTRAST


@pytest.mark.parametrize("accent", ACCENTS)
def test_the_demo_accents_are_shown_on_paper_as_chosen(accent: str) -> None:
    assert accent_palette(accent).rule_light == accent
    assert accent_palette(accent).chip_light == accent


def test_css_is_declarations_only() -> None:
    css = accent_palette("#b0303c").css()
    assert css.startswith("--rule-l:#b0303c;--rule-d:#")
    assert len(css.split(";")) == 8
    assert not set('"<>&') & set(css)
