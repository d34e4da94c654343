"""Colour contrast by WCAG 2, and the accessible palette of a cluster's accent."""

import re
from dataclasses import dataclass
from functools import lru_cache

FEDERATION_ACCENT = "#1d3b8b"
"""The federation's blue, its accent as each cluster has its own."""

INK = "#15203a"
PAPER = "#fbfaf6"
NIGHT = "#10151f"
"""The background of pages in the dark theme."""

TEXT_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3 Contrast (Minimum), level AA."""
SHAPE_CONTRAST = 3.0
"""WCAG 2.2, 1.4.11 Non-text Contrast, level AA."""

_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.ASCII | re.IGNORECASE)
_STEPS = 100

Rgb = tuple[int, int, int]


def normalise(colour: str) -> str:
    """Returns `colour` as ``#rrggbb`` in lower case; anything but a 3- or 6-digit hexadecimal is a ValueError.

    Everything that puts a cluster's accent into markup goes through here, so that no other text can.
    """
    if not _HEX.fullmatch(colour):
        raise ValueError(f"Not a hexadecimal colour: {colour!r}")
    digits = colour[1:].lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def to_rgb(colour: str) -> Rgb:
    """Returns the three channels (0 to 255) of a hexadecimal colour."""
    value = int(normalise(colour)[1:], 16)
    return value >> 16, value >> 8 & 255, value & 255


def to_hex(rgb: Rgb) -> str:
    """Returns ``#rrggbb`` for three channels (0 to 255)."""
    return "#{:02x}{:02x}{:02x}".format(*rgb)


def relative_luminance(colour: str) -> float:
    """Returns the relative luminance of WCAG 2: 0.0 for black, 1.0 for white."""
    red, green, blue = (_linear(channel / 255) for channel in to_rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Returns the contrast ratio of WCAG 2, from 1.0 (same) to 21.0 (black and white), in either order."""
    light, dark = sorted((relative_luminance(one), relative_luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix(colour: str, other: str, share: float) -> str:
    """Returns `colour` with `share` (0.0 to 1.0) of `other` in it, channel by channel."""
    channels = zip(to_rgb(colour), to_rgb(other), strict=True)
    red, green, blue = (round(a + (b - a) * share) for a, b in channels)
    return to_hex((red, green, blue))


def readable_on(background: str) -> str:
    """Returns the ink or the paper of the art direction, whichever stands out more on `background`."""
    return max((INK, PAPER), key=lambda text: contrast(text, background))


def accessible_accent(accent: str, background: str, minimum: float = TEXT_CONTRAST) -> str:
    """Returns `accent`, darkened or lightened as little as is needed to reach `minimum` on `background`.

    It goes away from the background (darker on a light one, lighter on a dark one), and the other way when
    that way ends before the contrast is reached. A minimum that neither black nor white reaches is a
    ValueError.
    """
    accent, background = normalise(accent), normalise(background)
    if contrast(accent, background) >= minimum:
        return accent
    away, back = ("#000000", "#ffffff") if relative_luminance(background) > 0.179 else ("#ffffff", "#000000")
    for end in (away, back):
        for step in range(1, _STEPS + 1):
            candidate = mix(accent, end, step / _STEPS)
            if contrast(candidate, background) >= minimum:
                return candidate
    raise ValueError(f"No colour reaches a contrast of {minimum} on {background}.")


@dataclass(frozen=True, slots=True)
class AccentPalette:
    """The colours made from a cluster's accent for each theme; every pair has the contrast it needs."""

    rule_light: str
    rule_dark: str
    chip_light: str
    chip_dark: str
    chip_text_light: str
    chip_text_dark: str
    text_light: str
    text_dark: str

    def css(self) -> str:
        """Returns the custom properties that base.css's class ``accented`` reads, for a style attribute."""
        return (
            f"--rule-l:{self.rule_light};--rule-d:{self.rule_dark};"
            f"--chip-l:{self.chip_light};--chip-d:{self.chip_dark};"
            f"--chip-text-l:{self.chip_text_light};--chip-text-d:{self.chip_text_dark};"
            f"--accent-text-l:{self.text_light};--accent-text-d:{self.text_dark}"
        )


@lru_cache(maxsize=256)
def accent_palette(accent: str) -> AccentPalette:
    """Returns the palette of `accent`: rules at 3:1, chips and text at 4.5:1, on paper and at night."""
    chip_light, chip_text_light = _chip(accent, PAPER)
    chip_dark, chip_text_dark = _chip(accent, NIGHT)
    return AccentPalette(
        rule_light=accessible_accent(accent, PAPER, SHAPE_CONTRAST),
        rule_dark=accessible_accent(accent, NIGHT, SHAPE_CONTRAST),
        chip_light=chip_light,
        chip_dark=chip_dark,
        chip_text_light=chip_text_light,
        chip_text_dark=chip_text_dark,
        text_light=accessible_accent(accent, PAPER),
        text_dark=accessible_accent(accent, NIGHT),
    )


def _linear(channel: float) -> float:
    """Undoes the gamma of one sRGB channel (0.0 to 1.0), with the threshold that WCAG 2 prints."""
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _chip(accent: str, page: str) -> tuple[str, str]:
    """Returns ground and text of the code chip: the ground seen on the page, the text read on the ground."""
    ground = accessible_accent(accent, page, SHAPE_CONTRAST)
    if contrast(readable_on(ground), ground) < TEXT_CONTRAST:
        # On a colour of medium lightness, neither text is readable: darken or lighten it until one is.
        text = PAPER if page == PAPER else INK
        ground = accessible_accent(ground, text)
    return ground, readable_on(ground)
