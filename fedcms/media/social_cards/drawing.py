"""Draws a social card: badge, kind, title, board row and owner beside the page's photograph or placeholder cover."""

import logging
from io import BytesIO

from PIL import Image, ImageDraw

from fedcms.core.design.colour import INK, PAPER, accent_palette
from fedcms.core.design.placeholder_cover import YELLOW
from fedcms.core.seo.social_card_text import SocialCardText
from fedcms.media.social_cards.cover import placeholder_cover_image
from fedcms.media.social_cards.lettering import LINE_HEIGHT, Lettering, can_write, font, writable
from fedcms.media.social_cards.photo import UnreadablePhoto, photo_image

logger = logging.getLogger("fedcms.media")

WIDTH, HEIGHT = 1200, 630
"""The size, in pixels, that Open Graph and X show without cropping."""
SOFT_INK = "#56607a"

_CELL = 105
_ROWS = HEIGHT // _CELL
_COLUMNS = 4
_ART = _COLUMNS * _CELL
"""Width of the placeholder cover, at the side where lines end."""
_MARGIN = 64
_RULE = 12
_CHIP = (64, 20)
"""Height of the badge's chip, and its padding around the letters."""
_TITLE_SIZES = (80, 72, 64, 58, 52, 46, 42, 38)
_TITLE_TOP, _TITLE_BOTTOM = 172, 480
_BOARD_HEIGHT = 116
"""Of the row of the departure board, whose foot is where titles end."""
_DESTINATION_SIZES = (40, 36, 32, 28, 24)
_BOARD_SIZES = (28, 26, 24, 22, 20)
_OWNER_SIZES = (30, 28, 26, 24)
_SITE_SIZES = (24, 22, 20)
_OWNER_RISE = 40
_COLOURS = 96
"""A palette of so many colours looks like 16 million, with a third of the bytes."""
_PHOTO_COLOURS = 256
"""The same for photographs, dithered: as many as a palette holds."""


def draw_social_card(card: SocialCardText) -> bytes:
    """Returns the card as PNG, 1200 by 630 pixels.

    Raises `ValueError` where `lettering.can_write` returns False: an unreadable card is worse than none.
    """
    if not can_write(card.language):
        raise ValueError(f"This Pillow cannot join the letters of {card.language!r}: it has no libraqm.")
    lettering = Lettering(card.language)
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    photo = _photo(card, lettering)
    image.paste(
        photo or placeholder_cover_image(card.key, card.accent, _COLUMNS, _ROWS, _CELL),
        (0 if lettering.is_rtl else WIDTH - _ART, 0),
    )
    pen = ImageDraw.Draw(image)
    start, space = (WIDTH - _MARGIN if lettering.is_rtl else _MARGIN), WIDTH - _ART - 2 * _MARGIN
    _draw_badge(pen, lettering, card, start, space)
    bottom = _TITLE_BOTTOM - _BOARD_HEIGHT - _CHIP[1] if card.board_row else _TITLE_BOTTOM
    _draw_title(pen, lettering, writable(card.title), start, (space, bottom - _TITLE_TOP))
    if card.board_row:
        _draw_board_row(pen, lettering, card.board_row, start, space)
    _draw_owner(pen, lettering, card, start, space)
    output = BytesIO()
    if photo is None:
        image.quantize(_COLOURS, dither=Image.Dither.NONE).save(output, "PNG")
    else:
        image.quantize(_PHOTO_COLOURS, dither=Image.Dither.FLOYDSTEINBERG).save(output, "PNG")
    return output.getvalue()


def _photo(card: SocialCardText, lettering: Lettering) -> Image.Image | None:
    """Returns the card's photograph; None without one, or when its file is gone or no image."""
    if card.photo is None:
        return None
    try:
        return photo_image(card.photo, (_ART, HEIGHT), lettering)
    except UnreadablePhoto as error:
        logger.warning("The social card of %s has no photograph: %s", card.key, error)
        return None


def _draw_badge(
    pen: ImageDraw.ImageDraw, lettering: Lettering, card: SocialCardText, start: int, space: int
) -> None:
    """Draws the rule in the accent, the chip with its three letters, and the kind beside it."""
    palette = accent_palette(card.accent)
    panel = (_ART, 0, WIDTH, _RULE) if lettering.is_rtl else (0, 0, WIDTH - _ART, _RULE)
    pen.rectangle((panel[0], panel[1], panel[2] - 1, panel[3] - 1), fill=palette.rule_light)
    # Three Latin letters in every language, as on the pages.
    latin = Lettering("en")
    face = font("SemiBold", 34)
    height, padding = _CHIP
    width = round(latin.width(card.cluster_code, face)) + 2 * padding
    left, top = (start - width if lettering.is_rtl else start), _MARGIN
    pen.rectangle((left, top, left + width - 1, top + height - 1), fill=palette.chip_light)
    baseline = top + height // 2 + 12
    latin.write(pen, (left + padding, baseline), card.cluster_code, face, palette.chip_text_light)
    kind_face = font("Regular", 34)
    beside = start - width - 24 if lettering.is_rtl else start + width + 24
    if card.kind != card.title:
        kind = lettering.shortened(writable(card.kind), kind_face, space - width - 24)
        lettering.write(pen, (beside, baseline), kind, kind_face, SOFT_INK)


def _draw_title(
    pen: ImageDraw.ImageDraw, lettering: Lettering, title: str, start: int, space: tuple[int, int]
) -> None:
    """Draws the title in the largest size that fits a space (width, height)."""
    lines, face = lettering.fitted(title, "SemiBold", _TITLE_SIZES, space)
    step = face.size * LINE_HEIGHT
    for number, line in enumerate(lines):
        lettering.write(pen, (start, _TITLE_TOP + face.size * 0.9 + number * step), line, face, INK)


def _draw_board_row(
    pen: ImageDraw.ImageDraw, lettering: Lettering, row: tuple[str, ...], start: int, space: int
) -> None:
    """Draws the row as it stands on the board, light on dark: the destination, and below it the rest on one line."""
    begin, end = (_ART, WIDTH) if lettering.is_rtl else (0, WIDTH - _ART)
    top = _TITLE_BOTTOM - _BOARD_HEIGHT
    pen.rectangle((begin, top, end - 1, _TITLE_BOTTOM - 1), fill=INK)
    destination, *others = map(writable, row)
    face = lettering.largest(destination, "SemiBold", _DESTINATION_SIZES, space)
    lettering.write(pen, (start, top + 52), lettering.shortened(destination, face, space), face, PAPER)
    line = " · ".join(others)
    face = lettering.largest(line, "SemiBold", _BOARD_SIZES, space)
    lettering.write(pen, (start, top + 94), lettering.shortened(line, face, space), face, YELLOW)


def _draw_owner(
    pen: ImageDraw.ImageDraw, lettering: Lettering, card: SocialCardText, start: int, space: int
) -> None:
    """Draws the publisher's name with the site's name below; only once if they are the same."""
    owner, site = writable(card.owner), writable(card.site)
    owner_face = lettering.largest(owner, "SemiBold", _OWNER_SIZES, space)
    baseline = HEIGHT - _MARGIN
    if owner != site:
        site_face = lettering.largest(site, "Regular", _SITE_SIZES, space)
        lettering.write(
            pen, (start, baseline), lettering.shortened(site, site_face, space), site_face, SOFT_INK
        )
        baseline -= _OWNER_RISE
    lettering.write(pen, (start, baseline), lettering.shortened(owner, owner_face, space), owner_face, INK)
