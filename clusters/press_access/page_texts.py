"""The registry of texts to take away of pages behind a link: apps say how they are made, this package who gets them."""

from collections.abc import Callable
from dataclasses import dataclass

from clusters.models import ContentPage
from clusters.press_access.embargo_notice import AccessNotice


@dataclass(frozen=True)
class PageText:
    """A text as a file."""

    content: bytes
    content_type: str
    name: str


TextMaker = Callable[[ContentPage, AccessNotice], PageText | None]
"""Makes the text of a page that is not public yet, with its notice above and below; `None` for a kind without one."""

_makers: dict[str, TextMaker] = {}


def register_page_text(address: str, make: TextMaker) -> None:
    """Adds the text at an address relative to its page ("texte.docx"). Apps call it in `AppConfig.ready`."""
    _makers[address] = make


def text_maker(address: str) -> TextMaker | None:
    """Returns what makes the text at an address, `None` if none stands there."""
    return _makers.get(address)
