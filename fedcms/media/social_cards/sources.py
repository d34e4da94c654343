"""Finds the cards of what is no page: each app registers a function that knows its own by their keys."""

from collections.abc import Callable
from uuid import UUID

from fedcms.core.seo.social_card_text import SocialCardText

CardSource = Callable[[UUID, str], SocialCardText | None]
"""Returns the card of a key in a language, if it is public now."""

_sources: list[CardSource] = []


def register_card_source(source: CardSource) -> None:
    """Makes the cards that `source` finds public. Apps call it in `AppConfig.ready`."""
    if source not in _sources:
        _sources.append(source)


def card_of_row(key: UUID, language: str) -> SocialCardText | None:
    """Returns the card of a row that is no page; `None` when no app knows the key."""
    return next((text for source in _sources if (text := source(key, language)) is not None), None)
