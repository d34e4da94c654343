"""Samples of own_words.html."""

from collections.abc import Iterator

from fedcms.core.i18n.translated_text import TranslatedText
from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things


def samples(things: Things) -> Iterator[Sample]:
    """In the page's language, and in another one."""
    yield Sample("in the page's language", {"words": TranslatedText({things.language: things.text("topic")})})
    yield Sample("in another language", {"words": TranslatedText({"en": "Director of trials"})})
