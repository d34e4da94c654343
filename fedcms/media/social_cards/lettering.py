"""Draws text with Pillow: font, line breaks, right-to-left scripts. Sizes in pixels."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from PIL import ImageDraw, ImageFont, features

from fedcms.core.templatetags.core_tags import RIGHT_TO_LEFT

Weight = Literal["Regular", "SemiBold"]
ELLIPSIS = "…"
LINE_HEIGHT = 1.2
"""The line height of titles, as a share of the font size."""
_FONTS = Path(__file__).parent / "fonts"
_FILES: dict[Weight, str] = {"Regular": "ReadexPro_400Regular.ttf", "SemiBold": "ReadexPro_600SemiBold.ttf"}
_IN_NO_FONT = "\uffff"
_JOINERS = "\u200c\u200d"
"""Persian words need one of them, ligatures the other."""
# Selectors of forms, fillers of Hangul and Mongolian, and the grapheme joiner: drawn as nothing.
_FILLERS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]"
)


@cache
def shapes_all_scripts() -> bool:
    """Returns whether Pillow can join Arabic letters and order text of mixed direction (libraqm, in its wheels)."""
    return features.check_feature("raqm") is True


def can_write(language: str) -> bool:
    """Returns whether text of a language can be drawn readably."""
    return language not in RIGHT_TO_LEFT or shapes_all_scripts()


@lru_cache(maxsize=32)
def font(weight: Weight, size: int) -> ImageFont.FreeTypeFont:
    """Returns the project's font in a weight and size (pixels)."""
    engine = ImageFont.Layout.RAQM if shapes_all_scripts() else ImageFont.Layout.BASIC
    return ImageFont.truetype(str(_FONTS / _FILES[weight]), size, layout_engine=engine)


@cache
def _single_letters(weight: Weight) -> ImageFont.FreeTypeFont:
    """Returns the font for a look at single letters: without shaping, which would take one for several others."""
    return ImageFont.truetype(str(_FONTS / _FILES[weight]), 20, layout_engine=ImageFont.Layout.BASIC)


def _is_in(weight: Weight, character: str) -> bool:
    face = _single_letters(weight)
    missing, drawn = face.getmask(_IN_NO_FONT), face.getmask(character)
    return drawn.size != missing.size or bytes(drawn) != bytes(missing)


@lru_cache(maxsize=8192)
def _has_glyph(character: str) -> bool:
    return all(_is_in(weight, character) for weight in _FILES)


def _is_unseen(character: str) -> bool:
    """Returns whether nobody sees a sign: a mark of order or direction, a selector of forms, a filler."""
    is_formatting = unicodedata.category(character) in ("Cf", "Cc", "Cs", "Co", "Cn")
    return (is_formatting and character not in _JOINERS) or _FILLERS.match(character) is not None


@lru_cache(maxsize=8192)
def written_as(character: str) -> str:
    """Returns a character as the font can write it: itself, taken apart, as its plain form ("Ａ" as "A"), or ""."""
    if character.isspace():
        return character
    if _is_unseen(character):
        return ""
    if _has_glyph(character):
        return character
    for form in ("NFD", "NFKC"):
        others = unicodedata.normalize(form, character)
        if others != character and all(
            each.isspace() or (_has_glyph(each) and not _is_unseen(each)) for each in others
        ):
            return others
    return ""


def writable(text: str) -> str:
    """Returns the text on one line, without characters that the font lacks (emoji, arrows) and signs that nobody sees.

    No-break spaces stay.
    """
    kept = "".join(map(written_as, text))
    return " ".join(part for part in kept.replace("\n", " ").replace("\t", " ").split(" ") if part)


@dataclass(frozen=True, slots=True)
class Lettering:
    """Measures, breaks and draws lines of text in one language."""

    language: str

    @property
    def is_rtl(self) -> bool:
        """Whether lines begin at the right."""
        return self.language in RIGHT_TO_LEFT

    def width(self, text: str, face: ImageFont.FreeTypeFont) -> float:
        """Returns the width of a line, in pixels."""
        if not shapes_all_scripts():
            return face.getlength(text)
        return face.getlength(text, direction="rtl" if self.is_rtl else "ltr", language=self.language)

    def write(
        self,
        pen: ImageDraw.ImageDraw,
        start: tuple[float, float],
        text: str,
        face: ImageFont.FreeTypeFont,
        colour: str,
    ) -> None:
        """Draws a line on its baseline; `start` is where reading begins: the line's left end, or its right end."""
        anchor = "rs" if self.is_rtl else "ls"
        if shapes_all_scripts():
            direction = "rtl" if self.is_rtl else "ltr"
            pen.text(start, text, colour, face, anchor=anchor, direction=direction, language=self.language)
        else:
            pen.text(start, text, colour, face, anchor=anchor)

    def shortened(self, text: str, face: ImageFont.FreeTypeFont, space: float) -> str:
        """Returns the text, or as many of its words (or letters of a single word) as fit `space` with an ellipsis."""
        if self.width(text, face) <= space:
            return text
        while text and self.width(text + ELLIPSIS, face) > space:
            text = text.rpartition(" ")[0] or text[:-1]
        return text + ELLIPSIS

    def lines(self, text: str, face: ImageFont.FreeTypeFont, space: float) -> list[str]:
        """Returns the text broken at spaces into as few lines as possible, of about equal length."""
        lines = self._broken(text, face, space)
        low, high = space / 2, space
        # As CSS `text-wrap: balance` does: finds the narrowest width that needs no more lines.
        while len(lines) > 1 and high - low > 8:
            middle = (low + high) / 2
            tried = self._broken(text, face, middle)
            if len(tried) > len(lines):
                low = middle
            else:
                high, lines = middle, tried
        return lines

    def _broken(self, text: str, face: ImageFont.FreeTypeFont, space: float) -> list[str]:
        lines = [""]
        for word in text.split(" "):
            longer = f"{lines[-1]} {word}".strip()
            if self.width(longer, face) <= space or not lines[-1]:
                lines[-1] = longer
            else:
                lines.append(word)
            while self.width(lines[-1], face) > space and len(lines[-1]) > 1:
                lines[-1:] = self._split(lines[-1], face, space)
        return lines

    def _split(self, word: str, face: ImageFont.FreeTypeFont, space: float) -> list[str]:
        """Splits a word that is wider than a line: the longest beginning that fits, and the rest."""
        end = len(word) - 1
        while end > 1 and self.width(word[:end], face) > space:
            end -= 1
        return [word[:end], word[end:]]

    def fitted(
        self, text: str, weight: Weight, sizes: tuple[int, ...], space: tuple[int, int]
    ) -> tuple[list[str], ImageFont.FreeTypeFont]:
        """Returns lines and font of a title: the largest of `sizes` (falling) that fits `space` (width, height).

        A title that does not even fit in the smallest size ends with an ellipsis.
        """
        width, height = space
        for size in sizes:
            face = font(weight, size)
            lines = self.lines(text, face, width)
            has_whole_words = all(self.width(word, face) <= width for word in text.split(" "))
            if len(lines) * size * LINE_HEIGHT <= height and has_whole_words:
                return lines, face
        face, most = font(weight, sizes[-1]), int(height / (sizes[-1] * LINE_HEIGHT))
        lines = self._broken(text, face, width)
        if len(lines) <= most:
            return lines, face
        return [*lines[: most - 1], self.shortened(" ".join(lines[most - 1 :]), face, width)], face

    def largest(
        self, text: str, weight: Weight, sizes: tuple[int, ...], space: int
    ) -> ImageFont.FreeTypeFont:
        """Returns the font in the largest of `sizes` (falling) in which a line fits `space`, else in the smallest."""
        fitting = (size for size in sizes if self.width(text, font(weight, size)) <= space)
        return font(weight, next(fitting, sizes[-1]))
