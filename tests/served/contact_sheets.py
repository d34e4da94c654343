"""Many pictures of pages on few sheets: long pages go on in the next column, so that nothing is cut off."""

from collections.abc import Iterator
from html import escape
from pathlib import Path

from PIL import Image, ImageDraw

SHEET = (1920, 1500)
GAP = 16
LINE = 18
# The width of a page on a sheet, by the width of its screen: as small as its words can still be told.
COLUMNS = {390: 300, 768: 460, 1440: 600}
PAPER, INK = "#8a8a8a", "#000"


def columns(picture: Path, width: int) -> Iterator[Image.Image]:
    """Yields a page as narrow columns, the beginning of it first."""
    height = SHEET[1] - LINE - GAP
    with Image.open(picture) as opened:
        small = opened.convert("RGB").resize(
            (width, max(1, round(opened.height * width / opened.width))), Image.Resampling.LANCZOS
        )
    for top in range(0, small.height, height):
        yield small.crop((0, top, width, min(top + height, small.height)))


def sheets(pictures: list[Path], screen: int) -> Iterator[Image.Image]:
    """Yields the sheets of the pictures of one look, each column under the name of its page."""
    width = COLUMNS[screen]
    most = (SHEET[0] - GAP) // (width + GAP)
    sheet, used = None, 0
    for picture in pictures:
        for part, column in enumerate(columns(picture, width), start=1):
            if sheet is None or used == most:
                if sheet is not None:
                    yield sheet
                sheet, used = Image.new("RGB", SHEET, PAPER), 0
            left = GAP + used * (width + GAP)
            name = picture.stem if part == 1 else f"{picture.stem} ({part})"
            ImageDraw.Draw(sheet).text((left, 2), name, fill=INK, font_size=LINE - 4)
            sheet.paste(column, (left, LINE))
            used += 1
    if sheet is not None:
        yield sheet


def write_sheets(folder: Path, name: str, pictures: list[Path], screen: int) -> int:
    """Writes the sheets of one look in place of those that were there; returns how many."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob(f"{name}-*.webp"):
        old.unlink()
    number = 0
    for number, sheet in enumerate(sheets(pictures, screen), start=1):
        sheet.save(folder / f"{name}-{number:02}.webp", quality=80)
    return number


def write_index(folder: Path, prints: list[Path]) -> Path:
    """Writes the page on which all sheets stand, and that leads to what would be printed."""
    shown = sorted(folder.glob("sheets/*.webp"))
    papers = [f'<li><a href="print/{escape(each.name)}">{escape(each.stem)}</a>' for each in prints]
    pictures = [
        f"<figure><figcaption>{escape(each.stem)}</figcaption>"
        f'<img src="sheets/{escape(each.name)}" loading="lazy" alt=""></figure>'
        for each in shown
    ]
    index = folder / "index.html"
    index.write_text(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Contact sheets</title>'
        "<style>img { max-width: 100% } body { font-family: sans-serif }</style>"
        f"<h1>Every type of page</h1><h2>On paper</h2><ul>{''.join(papers)}</ul><h2>On screens</h2>{''.join(pictures)}",
        encoding="utf-8",
    )
    return index
