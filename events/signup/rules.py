"""The rules by which seats are given: capacity, quotas of clusters, who may come, the order of arrival.

Pure functions on numbers. A cluster's organisations take its reserved seats first, and then seats of the common pool:
whoever of them leaves frees the seat that helps most. Nothing is kept of which seat somebody has; it follows from how
many there are of each cluster.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from events.models.signup_sheet import WhoMayCome

Key = TypeVar("Key")
Holders = Counter[int | None]
"""How many have a seat, by the key of the cluster for which they count; `None`: for none."""


@dataclass(frozen=True)
class SeatPlan:
    """What a sheet says about seats at one moment. `own_cluster` organises; `None` means the federation."""

    capacity: int | None
    who_may_come: str = WhoMayCome.OPEN
    own_cluster: int | None = None
    quotas: Mapping[int, int] = field(default_factory=dict)
    is_released: bool = False

    @property
    def is_by_cluster(self) -> bool:
        """Whether how many seats are left differs by the cluster for which somebody comes."""
        return self.who_may_come == WhoMayCome.QUOTA and not self.is_released

    def is_member(self, cluster: int | None) -> bool:
        """Returns whether a cluster's organisations are the organiser's members: of the federation, all are."""
        return cluster is not None and self.own_cluster in (None, cluster)

    def reserved(self, cluster: int | None) -> int:
        """Returns how many seats are reserved for a cluster's organisations."""
        return 0 if self.is_released or cluster is None else self.quotas.get(cluster, 0)

    @property
    def common(self) -> int | None:
        """How many seats are reserved for nobody; `None`: any number."""
        if self.capacity is None:
            return None
        return self.capacity - (0 if self.is_released else sum(self.quotas.values()))

    def admits(self, cluster: int | None) -> bool:
        """Returns whether who counts for a cluster may have a seat of the common pool."""
        if self.who_may_come == WhoMayCome.CLOSED:
            return self.is_member(cluster)
        if self.who_may_come == WhoMayCome.PRIORITY:
            return self.is_released or self.is_member(cluster)
        return self.who_may_come == WhoMayCome.OPEN or self.is_released

    def may_ever_come(self, cluster: int | None) -> bool:
        """Returns whether who counts for a cluster may have a seat now or later."""
        return self.who_may_come != WhoMayCome.CLOSED or self.is_member(cluster)


def common_taken(plan: SeatPlan, held: Holders) -> int:
    """Returns how many seats of the common pool are taken."""
    return sum(max(0, number - plan.reserved(cluster)) for cluster, number in held.items())


def common_left(plan: SeatPlan, held: Holders) -> int | None:
    """Returns how many seats of the common pool are left; `None`: any number."""
    return None if plan.common is None else max(0, plan.common - common_taken(plan, held))


def left_for_all(plan: SeatPlan, held: Holders) -> int | None:
    """Returns how many seats are left for whoever may come; `None`: any number, or it depends on their cluster."""
    return None if plan.is_by_cluster else common_left(plan, held)


def has_seats(plan: SeatPlan, held: Holders) -> bool:
    """Returns whether somebody could be given a seat now, if only who counts for a certain cluster."""
    if plan.is_by_cluster:
        return any(plan.reserved(cluster) > held[cluster] for cluster in plan.quotas)
    return common_left(plan, held) != 0


def seats_left(plan: SeatPlan, held: Holders, cluster: int | None = None) -> int | None:
    """Returns how many who count for a cluster (`None`: for none) could be given a seat now; `None`: any number."""
    reserved = max(0, plan.reserved(cluster) - held[cluster])
    if not plan.admits(cluster):
        return reserved
    left = common_left(plan, held)
    return None if left is None else reserved + left


def fits(plan: SeatPlan, held: Holders) -> bool:
    """Returns whether those who have seats fit into a plan, without the seats that are reserved for others."""
    return plan.common is None or 0 <= common_taken(plan, held) <= plan.common


def next_seated(plan: SeatPlan, held: Holders, waiting: Iterable[tuple[Key, int | None]]) -> list[Key]:
    """Returns who is given a seat now, of those who wait: pairs of a key and a cluster, in the order of arrival.

    Nobody is overtaken: whoever comes later gets no seat that one who came before could have had.
    """
    taken, found = Counter(held), []
    for key, cluster in waiting:
        if seats_left(plan, taken, cluster) != 0:
            taken[cluster] += 1
            found.append(key)
    return found
