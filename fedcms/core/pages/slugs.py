"""Makes a slug of a title in any script, in ASCII letters.

Django leaves nothing of a title in Arabic, and Wagtail's editor in the browser nothing either (wagtail #7255). Why
letters are transliterated, and why addresses keep to ASCII: docs/adr/0024.
"""

import re
import unicodedata

from anyascii import anyascii
from django.utils.text import slugify

MAX_LENGTH = 200  # Wagtail's column holds 255; a number may be added where an address is taken

# anyascii writes no long vowel of Arabic, so that little is left to read of a word that has many. These letters stand
# for a vowel at least as often as for a consonant, and are written as on the Arabic web in Latin letters.
ARABIC_VOWELS = str.maketrans(
    {"ا": "a", "أ": "a", "آ": "a", "إ": "i", "ى": "a", "ة": "a", "ع": "a", "ئ": "i", "ؤ": "u", "ء": None}
)


def slug_of(title: str, longest: int = MAX_LENGTH) -> str:
    """Words in small ASCII letters with hyphens between; "" when a title has no letter and no digit.

    Whole words, as long as they fit into `longest` characters.
    """
    plain = unicodedata.normalize("NFKC", title).translate(ARABIC_VOWELS)
    slug = slugify(anyascii(plain))
    longest = min(longest, MAX_LENGTH)
    if len(slug) <= longest:
        return slug
    whole_words = slug[: longest + 1].rpartition("-")[0]
    return whole_words or slug[:longest]


def is_made_of(slug: str, title: str, longest: int = MAX_LENGTH) -> bool:
    """Whether an address was made of a title for `longest` characters, with or without a number as it was taken."""
    made = slug_of(title, longest)
    return bool(made) and re.fullmatch(rf"{re.escape(made)}(-\d+)?", slug) is not None
