"""Samples of elsewhere.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    languages = things.languages()
    codes = [language.code for language in languages if not language.current]
    yield Sample("one language", {"elsewhere": {codes[0]: 1}, "languages": languages})
    yield Sample("all languages", {"elsewhere": dict.fromkeys(codes, 1_234), "languages": languages})
