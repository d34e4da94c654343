"""Unsaved objects of the manifesto for samples: a tile with proofs, and one without any."""

from clusters.models import Commitment, CommitmentKind
from fedcms.patterns.newsroom_things import spokesperson
from fedcms.patterns.things import Things
from home.manifesto.tiles import Proof, ProvingCluster, Tile


def commitment(things: Things, number: int = 2) -> Commitment:
    """Returns an axis with its words."""
    texts = {things.language: things.text("summary")}
    return Commitment(
        kind=CommitmentKind.AXIS,
        number=number,
        slug=f"axe-{number}",
        title={things.language: things.text("topic")},
        text=texts,
    )


def proven_tile(things: Things, language: str = "") -> Tile:
    """Returns a tile whose latest proof is in `language`, by default the reader's."""
    clusters = (
        ProvingCluster(None, 1, 1),
        *(ProvingCluster(things.cluster(code), 3, 1) for code in ("BRE", "WAL")),
    )
    latest = Proof(things.teaser(), language or things.language)
    return Tile(commitment(things), latest, 7, 3, clusters, (spokesperson(things),))


def empty_tile(things: Things) -> Tile:
    """Returns a tile that nothing proves yet."""
    return Tile(commitment(things, 11), None, 0, 0, (), ())
