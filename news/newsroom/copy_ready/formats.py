"""The formats of a text to take away: what each is called, its media type, and how it is written."""

import re
from collections.abc import Callable
from dataclasses import dataclass

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
_LONGEST_NAME = 120


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
        name = " ".join(_NO_FILE_NAME.sub(" ", clean_line(title)).split())[:_LONGEST_NAME].strip(". ")
        return f"{name or STEM}.{self.extension}"


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
