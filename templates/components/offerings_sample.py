"""Samples of offerings.html."""

from collections.abc import Iterator

from clusters.directory.offerings import by_audience
from clusters.models import Offering
from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things


def samples(things: Things) -> Iterator[Sample]:
    """One for everybody by its name alone, then some for one or two audiences."""
    name, text = {things.language: things.text("organisation")}, {things.language: things.text("summary")}
    yield Sample("one", {"groups": by_audience([Offering(name=name)])})
    some = [
        Offering(name=name, description=text, for_school=True, for_vocational_training=True),
        Offering(name=name, for_school=True),
        Offering(name=name, description=text),
    ]
    yield Sample("many", {"groups": by_audience(some)})
