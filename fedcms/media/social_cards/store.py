"""Stores social cards in the media storage, one file a page, and knows which exist.

A card's name is made from its text (fedcms.core.seo.social_card_text). So the page is enough to know the name, and a
name never means another image. Cards are never drawn in a visitor's request: until one exists, another is shown.
"""

import time
from dataclasses import dataclass
from functools import cache

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.templatetags.static import static

from fedcms.core.buckets.errors import BucketAwayError
from fedcms.core.page_cache.drops import drop
from fedcms.core.seo.site_name import site_name
from fedcms.core.seo.social_card_text import SocialCardText
from fedcms.core.shown_tags import note_not_known, note_tags
from fedcms.media.social_cards.drawing import HEIGHT, WIDTH, draw_social_card
from fedcms.media.social_cards.lettering import can_write

FOLDER = "cards"
DEFAULT_SOCIAL_CARD = "icons/card.png"
"""The site's own card, without text: for pages without card and cluster. Drawn by bin/icons.py."""

# Cards seen in the storage -> until when (monotonic seconds) not to check again: a remote storage is slow.
_seen: dict[str, float] = {}
_SEEN_SECONDS, _MOST_SEEN = 300, 20_000


@dataclass(frozen=True, slots=True)
class SocialCardFile:
    """A card for the head of a page: the path of its image, its size in pixels, its alternative text."""

    path: str
    alt: str
    width: int = WIDTH
    height: int = HEIGHT


def name_of(text: SocialCardText) -> str:
    """Returns the name of a card in the storage; with a slash before it, its path on the site."""
    return f"{FOLDER}/{text.key}/{text.language}.{text.digest}.png"


def is_drawn(text: SocialCardText) -> bool:
    """Returns whether the social card has been drawn."""
    name, now = name_of(text), time.monotonic()
    if _seen.get(name, 0.0) > now:
        return True
    try:
        if not _is_whole(name):
            return False
    except BucketAwayError:
        # A page goes on without it.
        note_not_known()
        return False
    if len(_seen) >= _MOST_SEEN:
        _seen.clear()
    _seen[name] = now + _SEEN_SECONDS
    return True


def _is_whole(name: str) -> bool:
    """Returns whether the file exists and is not empty, as a killed worker may have left it."""
    return default_storage.exists(name) and default_storage.size(name) > 0


def _tag(key: str, language: str) -> str:
    """Returns the tag of whether a page's card is drawn in a language."""
    return f"card:{key}.{language}"


def shown_social_card(*wishes: SocialCardText | None) -> SocialCardFile:
    """Returns the first of these cards that has been drawn, else the site's."""
    for text in wishes:
        if text is None:
            continue
        note_tags(_tag(text.key, text.language))
        if is_drawn(text):
            words = (text.title, text.kind, *text.board_row, text.owner)
            return SocialCardFile(
                f"/{name_of(text)}", " – ".join(dict.fromkeys(word for word in words if word))
            )
    return SocialCardFile(_default_path(), site_name())


@cache
def _default_path() -> str:
    """Returns the path of the site's card. Cached: a static file's hash does not change while the process lives."""
    return static(DEFAULT_SOCIAL_CARD)


def draw(text: SocialCardText) -> bool:
    """Draws a card if it is missing, and removes the page's former ones; returns whether it drew.

    Safe to repeat, and in two workers at once. Draws nothing in a language that Pillow cannot write
    (fedcms.media.checks warns of it at start).
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
        drop([_tag(text.key, text.language)])
    forget(text.key, text.language, but=name)
    return drawn


def forget(key: str, language: str, but: str = "") -> None:
    """Removes all cards of a page in a language except `but`."""
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
            drop([_tag(key, language)])
