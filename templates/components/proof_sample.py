"""Samples of proof.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things
from home.manifesto.tiles import Proof


def samples(things: Things) -> Iterator[Sample]:
    """With its summary, and in another language."""
    proof = Proof(things.teaser(), things.language)
    yield Sample("with its summary", {"proof": proof, "level": 3, "with_summary": True})
    yield Sample("in another language", {"proof": Proof(things.teaser(), "es"), "level": 4})
