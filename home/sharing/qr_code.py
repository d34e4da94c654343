"""Draws the QR code of an address, for posters and slides (segno)."""

from io import BytesIO

import segno
from django.utils.safestring import SafeString, mark_safe

# Modules of white around the code, as ISO/IEC 18004 asks.
_BORDER = 4
# Pixels a module in the PNG: some 1,000 pixels wide, enough for a poster of A3.
_PNG_SCALE = 24


def _code(address: str) -> segno.QRCode:
    # Level M: a seventh of it may be dirty or hidden.
    return segno.make_qr(address, error="m")


def inline_svg(address: str) -> SafeString:
    """Returns the code as an SVG element without size: what is around it says how large, and what it is."""
    svg = _code(address).svg_inline(border=_BORDER, omitsize=True, light="#fff", dark="#000")
    return mark_safe(svg)  # noqa: S308  # segno draws paths alone, and writes no part of the address


def as_file(address: str, kind: str) -> bytes:
    """Returns the code as a file of a kind: "svg" or "png"."""
    out = BytesIO()
    if kind == "svg":
        _code(address).save(out, kind="svg", border=_BORDER, light="#fff", scale=10)
    else:
        _code(address).save(out, kind="png", border=_BORDER, light="#fff", scale=_PNG_SCALE)
    return out.getvalue()
