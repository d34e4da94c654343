"""Draws the site's icons and its social card without words from its mark, as committed in fedcms/static/icons.

Usage: python bin/icons.py      after the mark or the federation's blue has changed (the SVG files are drawn by hand)
"""

import sys
from pathlib import Path

from PIL import Image, ImageDraw

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from fedcms.core.design.colour import FEDERATION_ACCENT, PAPER  # noqa: E402  # after the path
from fedcms.core.design.placeholder_cover import YELLOW  # noqa: E402
from fedcms.media.social_cards.cover import placeholder_cover_image  # noqa: E402

ICONS = ROOT / "fedcms" / "static" / "icons"
SITE_ROOT = ROOT / "fedcms" / "root"
CORAL = "#f28b6b"
FINE = 8
"""Images are drawn so many times larger, then reduced, for smooth edges."""
CARD = (1200, 630)
CELL = 105


def mark(size: int, share: float, radius: float = 0.0) -> Image.Image:
    """Returns the mark on the federation's blue. Shapes take `share` of the side; `radius` of it rounds the corners."""
    side = size * FINE
    image = Image.new("RGBA", (side, side))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((0, 0, side - 1, side - 1), radius * side, fill=FEDERATION_ACCENT)
    # As in favicon.svg, whose shapes are in a square of 24 units.
    unit = side * share / 24
    start = (side - 24 * unit) / 2

    def at(*units: float) -> list[float]:
        return [start + value * unit for value in units]

    pen.rectangle(at(0, 0, 11, 11), fill=YELLOW)
    pen.pieslice(at(13, 0, 35, 22), 180, 270, fill=PAPER)
    pen.ellipse(at(0, 13, 11, 24), fill=PAPER)
    pen.polygon(at(13, 13, 24, 13, 24, 24), fill=CORAL)
    return image.reduce(FINE)


def card() -> Image.Image:
    """Returns the mark on the federation's placeholder cover: the social card of pages without one."""
    columns, rows = -(-CARD[0] // CELL), CARD[1] // CELL
    image = placeholder_cover_image("federation 49", FEDERATION_ACCENT, columns, rows, CELL)
    # Pasted onto four cells in the middle; the key was chosen so that no shape of the cover is cut.
    side = 4 * CELL
    image.paste(mark(side, 0.64).convert("RGB"), ((image.width - side) // 2, (image.height - side) // 2))
    left = (image.width - CARD[0]) // 2
    return image.crop((left, 0, left + CARD[0], CARD[1]))


def main() -> None:
    """Writes all icons and the card."""
    SITE_ROOT.mkdir(exist_ok=True)
    for size in (192, 512):
        mark(size, 0.75, 0.125).save(ICONS / f"icon-{size}.png", optimize=True)
    # A mask may leave only a circle of four fifths of the side.
    mark(512, 0.56).convert("RGB").save(ICONS / "icon-maskable-512.png", optimize=True)
    mark(180, 0.66).convert("RGB").save(ICONS / "apple-touch-icon.png", optimize=True)
    mark(48, 0.75, 0.125).save(SITE_ROOT / "favicon.ico", sizes=[(16, 16), (32, 32), (48, 48)])
    card().quantize(64, dither=Image.Dither.NONE).save(ICONS / "card.png", optimize=True)


if __name__ == "__main__":
    main()
