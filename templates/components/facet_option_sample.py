"""Samples of facet_option.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    option = {"name": "topic", "value": "one", "label": things.text("filter"), "count": 1280}
    yield Sample("one of several", option | {"single": False, "selected": False})
    yield Sample("the chosen one, not counted", option | {"single": True, "selected": True, "count": None})
    language = {"name": "language", "value": "ar", "label": "العربية", "single": False, "selected": True}
    yield Sample("a language, in its own direction", option | language)
