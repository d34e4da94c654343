"""Draws the demo's images: one figurative scene each, from `images.yaml`."""

from collections.abc import Mapping

from PIL import Image

from fedcms.demo.scenes import SCENES
from fedcms.demo.scenes.canvas import Canvas

FEDERATION = "#1d3b8b"
ACCENTS = {
    "occ": "#b0303c",
    "bre": "#2b2b2b",
    "wal": "#8a4b08",
    "hdf": "#1f7358",
    "que": "#2450a0",
    "mar": "#0f6b34",
    "sui": "#b3261e",
    "idf": "#5b2a86",
    "fed": FEDERATION,
}


def draw(key: str, spec: Mapping[str, object]) -> Image.Image:
    """Return the image of `key` ("occ-1"), 1600 by 1000 pixels, always the same.

    `spec` is its entry in `images.yaml`: `scene` names the drawing, `ground` the colour behind it ("accent"
    if absent), `accent` replaces the cluster's own. A scene that does not exist is a KeyError.
    """
    accent = str(spec.get("accent") or ACCENTS.get(key.partition("-")[0], FEDERATION))
    canvas = Canvas(accent, str(spec.get("ground") or "accent"))
    SCENES[str(spec["scene"])](canvas)
    return canvas.finished()
