"""The formats of a text to take away: what each is called, its media type, and how it is written."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import docx
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fedcms.core.i18n.plain_text import clean_line
from news.newsroom.copy_ready.document import TextDocument
from news.newsroom.copy_ready.html_page import html_of
from news.newsroom.copy_ready.plain_text import plain_text_of
from news.newsroom.copy_ready.word_file import word_file_of

STEM = "texte"
"""The end of the addresses, behind that of the page: ".../texte.docx"."""
_NO_FILE_NAME = re.compile(r'[/\\:*?"<>|\x00-\x1f]+')
# Characters that turn the direction of what stands behind them: a name would end in another extension than it has.
_TURNS = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LONGEST_NAME = 180
"""In bytes: file systems take 255, and before publication an embargo stands before the name."""


@dataclass(frozen=True)
class TextFormat:
    """A format. `is_saved`: browsers save it, instead of showing it."""

    extension: str
    label: str | Promise
    content_type: str
    is_saved: bool
    write: Callable[[TextDocument], bytes]

    @property
    def address(self) -> str:
        """The address relative to that of the page."""
        return f"{STEM}.{self.extension}"

    def file_name(self, title: str) -> str:
        """Returns the name under which a text is saved, from its title in whatever script."""
        line = _NO_FILE_NAME.sub(" ", _TURNS.sub("", clean_line(title)))
        name = " ".join(line.split()).encode()[:_LONGEST_NAME].decode(errors="ignore").strip(". ")
        return f"{name or STEM}.{self.extension}"


@cache
def writers_digest() -> str:
    """Returns a digest of the code that writes texts: with a deployment, the same document may be another file."""
    found = sha256(docx.__version__.encode())
    template = Path(__file__).parents[3] / "templates" / "news" / "copy_text.html"
    for path in [*sorted(Path(__file__).parent.glob("*.py")), template]:
        found.update(path.read_bytes())
    return found.hexdigest()


FORMATS = {
    text_format.extension: text_format
    for text_format in (
        TextFormat(
            "txt",
            _("Texte brut"),
            "text/plain; charset=utf-8",
            is_saved=False,
            write=lambda document: plain_text_of(document).encode(),
        ),
        TextFormat(
            "html",
            _("HTML"),
            "text/html; charset=utf-8",
            is_saved=False,
            write=lambda document: html_of(document).encode(),
        ),
        TextFormat(
            "docx",
            _("Word (DOCX)"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            is_saved=True,
            write=word_file_of,
        ),
    )
}
