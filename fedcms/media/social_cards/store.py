"""Stores drawn social cards in the media storage, one file a page, and knows which exist.

A card's name is made of what it says (fedcms.core.seo.social_card), so that whoever knows the page knows the name, and
a name never means another picture. Nothing is drawn in a visitor's request: what is not there yet is replaced.
"""

import time
from dataclasses import dataclass
from functools import cache

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.templatetags.static import static

from fedcms.core.seo.site_name import site_name
from fedcms.core.seo.social_card import SocialCardText
from fedcms.media.social_cards.drawing import HEIGHT, WIDTH, draw_social_card
from fedcms.media.social_cards.lettering import can_write

FOLDER = "cards"
DEFAULT_SOCIAL_CARD = "icons/card.png"
"""The site's own, without words: for what has no card and no cluster. Drawn by bin/icons.py."""

# Cards that were seen in the storage and until when that is believed: a storage on another machine is slow to ask.
_seen: dict[str, float] = {}
_SEEN_SECONDS, _MOST_SEEN = 300, 20_000


@dataclass(frozen=True, slots=True)
class SocialCardFile:
    """A card as a head shows it: the path of its picture, its size in pixels, its alternative text."""

    path: str
    alt: str
    width: int = WIDTH
    height: int = HEIGHT


def name_of(text: SocialCardText) -> str:
    """Where a card stands in the storage and, with a slash before, on the site."""
    return f"{FOLDER}/{text.key}/{text.language}.{text.digest}.png"


def is_drawn(text: SocialCardText) -> bool:
    """Whether the social card is drawn."""
    name, now = name_of(text), time.monotonic()
    if _seen.get(name, 0.0) > now:
        return True
    if not _is_whole(name):
        return False
    if len(_seen) >= _MOST_SEEN:
        _seen.clear()
    _seen[name] = now + _SEEN_SECONDS
    return True


def _is_whole(name: str) -> bool:
    """Whether the file is there; a worker that was killed may have left an empty one."""
    return default_storage.exists(name) and default_storage.size(name) > 0


def shown_social_card(*wishes: SocialCardText | None) -> SocialCardFile:
    """The first of the wished cards that is drawn, else the site's."""
    for text in wishes:
        if text is not None and is_drawn(text):
            words = (text.title, text.kind, text.owner)
            return SocialCardFile(
                f"/{name_of(text)}", " – ".join(dict.fromkeys(word for word in words if word))
            )
    return SocialCardFile(_default_path(), site_name())


@cache
def _default_path() -> str:
    """The hashed name of a static file is the same for as long as the process lives."""
    return static(DEFAULT_SOCIAL_CARD)


def draw(text: SocialCardText) -> bool:
    """Draws a card that is not there yet and removes what the page showed before; returns whether it drew.

    Safe to run twice, and by two workers at once. Draws nothing where this Pillow cannot write the language
    (fedcms.media.checks says so at start).
    """
    name = name_of(text)
    drawn = False
    if can_write(text.language) and not _is_whole(name):
        content = draw_social_card(text)
        default_storage.delete(name)
        stored = default_storage.save(name, ContentFile(content))
        if stored != name:  # another worker was quicker: the storage gave ours another name
            default_storage.delete(stored)
        drawn = True
    forget(text.key, text.language, but=name)
    return drawn


def forget(key: str, language: str, but: str = "") -> None:
    """Removes the cards of a page in a language, all but one."""
    folder = f"{FOLDER}/{key}"
    try:
        _folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for file in files:
        name = f"{folder}/{file}"
        if file.startswith(f"{language}.") and name != but:
            default_storage.delete(name)
            _seen.pop(name, None)
