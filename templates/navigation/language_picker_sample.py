"""Samples of language_picker.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    languages = things.languages()
    yield Sample("four, one without a translation", {"languages": languages})
    yield Sample("the one shown alone", {"languages": [each for each in languages if each.current]})
