"""Reads all tiles of the manifesto and keeps them until what they show changes: one query for most readers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Min
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clusters.content.facet_counts import FEDERATION
from clusters.content.next_change import earliest, next_change, next_midnight
from clusters.content.teaser_rows import as_teasers
from clusters.content.teasers import Teaser
from clusters.models import Cluster, Commitment, CommitmentKind, ContentPage
from clusters.models.cluster import signatories
from fedcms.core.public_version import Made, remember
from home.manifesto.proofs import ClusterCount, counts, latest_keys, versions
from news.models import Spokesperson
from news.newsroom.contents import ShownSpokesperson, shown_spokespeople, spokespeople_rows


@dataclass(frozen=True)
class Proof:
    """A page that proves a commitment, in the language in which a reader sees it."""

    teaser: Teaser
    language: str


@dataclass(frozen=True)
class ProvingCluster:
    """A cluster (`None`: the federation) that proves a commitment, `recent` times in the last year."""

    cluster: Cluster | None
    total: int
    recent: int

    @property
    def slug(self) -> str:
        """The value by which an address names it."""
        return FEDERATION if self.cluster is None else self.cluster.slug


@dataclass(frozen=True)
class Tile:
    """A commitment with what proves it now."""

    commitment: Commitment
    latest: Proof | None
    total: int
    recent: int
    """How many of them in the last year."""
    clusters: tuple[ProvingCluster, ...]
    people: tuple[ShownSpokesperson, ...]

    @property
    def path(self) -> str:
        """What follows the manifesto's address in that of the commitment's page."""
        return f"{self.commitment.slug}/"


TITLES = {
    CommitmentKind.MISSION: _("Les missions des clusters"),
    CommitmentKind.AXIS: _("Les axes d’action de la fédération"),
    CommitmentKind.PROMISE: _("Les promesses de la fédération"),
}


@dataclass(frozen=True)
class TileGroup:
    """The tiles of the commitments of one kind."""

    kind: CommitmentKind
    tiles: tuple[Tile, ...]

    @property
    def title(self) -> Promise:
        """The heading above its tiles."""
        return TITLES[self.kind]

    @property
    def anchor(self) -> str:
        """The id of the heading."""
        return f"{self.kind.name.lower()}s"


def manifesto_tiles(locale_id: int) -> tuple[Tile, ...]:
    """Returns the tiles in the order of the manifesto, for readers of a locale. One query, once they are known."""

    def read() -> Made[tuple[Tile, ...]]:
        now = timezone.now()
        until = earliest(next_midnight(), next_change(), _next_start(now))
        return _read(now, locale_id), until

    # A proof may be seen in any language, and so its change concerns every locale.
    return remember(("manifesto", locale_id), read)


def tile_groups(tiles: Iterable[Tile]) -> list[TileGroup]:
    """Returns the tiles by kind, without kinds that have none."""
    by_kind: dict[int, list[Tile]] = defaultdict(list)
    for tile in tiles:
        by_kind[tile.commitment.kind].append(tile)
    return [TileGroup(kind, tuple(by_kind[kind])) for kind in CommitmentKind if by_kind[kind]]


def as_proofs(keys: Iterable[UUID], now: datetime, clusters: dict[int, Cluster]) -> dict[UUID, Proof]:
    """Returns the proofs of translation keys as a reader sees them; those that are gone are left out."""
    found = versions(keys, now)
    teasers = as_teasers([each.row for each in found.values()], clusters)
    return {
        key: Proof(teaser, each.language) for (key, each), teaser in zip(found.items(), teasers, strict=True)
    }


def _next_start(now: datetime) -> datetime | None:
    """Returns when the next of what is tagged begins (aware): it is a proof from then on. One query."""
    coming = ContentPage.objects.visible(now).filter(commitments__isnull=False, sort_at__gt=now).order_by()
    moment: datetime | None = coming.aggregate(first=Min("sort_at"))["first"]
    return moment


def _read(now: datetime, locale_id: int) -> tuple[Tile, ...]:
    clusters = signatories()
    by_commitment, latest, people = counts(now), latest_keys(now), _people(locale_id, clusters)
    proofs = as_proofs(latest.values(), now, clusters)
    tiles = []
    for commitment in Commitment.objects.all():
        of_clusters = by_commitment.get(commitment.pk, [])
        key = latest.get(commitment.pk)
        tiles.append(
            Tile(
                commitment=commitment,
                latest=None if key is None else proofs.get(key),
                total=sum(each.total for each in of_clusters),
                recent=sum(each.recent for each in of_clusters),
                clusters=_in_order(of_clusters, clusters),
                people=tuple(people.get(commitment.pk, ())),
            )
        )
    return tuple(tiles)


def _in_order(found: Iterable[ClusterCount], clusters: dict[int, Cluster]) -> tuple[ProvingCluster, ...]:
    """Returns the clusters of counts by their codes, the federation first."""
    proving = [
        ProvingCluster(clusters.get(each.cluster_id or 0), each.total, each.recent)
        for each in found
        if each.cluster_id is None or each.cluster_id in clusters
    ]
    return tuple(sorted(proving, key=lambda each: each.cluster.code if each.cluster else ""))


def _people(locale_id: int, clusters: dict[int, Cluster]) -> dict[int, list[ShownSpokesperson]]:
    """Returns by commitment the spokespeople who speak about it, by name, as far as they are shown. Four queries."""
    links = Spokesperson.commitments.through.objects.values_list("spokesperson_id", "commitment_id")
    commitments: dict[int, list[int]] = defaultdict(list)
    for person_id, commitment_id in links:
        commitments[person_id].append(commitment_id)
    rows = list(spokespeople_rows(locale_id, None).filter(pk__in=[*commitments])) if commitments else []
    found: dict[int, list[ShownSpokesperson]] = defaultdict(list)
    for person in shown_spokespeople(rows, clusters):
        for commitment_id in commitments[person.key]:
            found[commitment_id].append(person)
    return found
