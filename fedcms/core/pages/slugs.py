"""Makes a slug in ASCII letters from a title in any script.

Django makes an empty slug from a title in Arabic, and so does Wagtail's editor in the browser (wagtail #7255). Why
titles are transliterated, and why addresses are ASCII: docs/adr/0024.
"""

import re
import unicodedata

from anyascii import anyascii
from django.utils.text import slugify

MAX_LENGTH = 200  # Wagtail's column holds 255; a number may be added where an address is taken

# anyascii leaves out Arabic long vowels, so a word that has many becomes unreadable. These letters stand for a vowel
# at least as often as for a consonant; they are written as usual on the Arabic web in Latin letters.
ARABIC_VOWELS = str.maketrans(
    {"ا": "a", "أ": "a", "آ": "a", "إ": "i", "ى": "a", "ة": "a", "ع": "a", "ئ": "i", "ؤ": "u", "ء": None}
)


def slug_of(title: str, longest: int = MAX_LENGTH) -> str:
    """Returns the title in lower-case ASCII letters and digits with hyphens; "" when it has neither.

    At most `longest` characters, cut between words.
    """
    plain = unicodedata.normalize("NFKC", title).translate(ARABIC_VOWELS)
    slug = slugify(anyascii(plain))
    longest = min(longest, MAX_LENGTH)
    if len(slug) <= longest:
        return slug
    whole_words = slug[: longest + 1].rpartition("-")[0]
    return whole_words or slug[:longest]


def is_made_of(slug: str, title: str, longest: int = MAX_LENGTH) -> bool:
    """Returns whether a slug was made from a title with `slug_of`, with or without a number at its end."""
    made = slug_of(title, longest)
    return bool(made) and re.fullmatch(rf"{re.escape(made)}(-\d+)?", slug) is not None
