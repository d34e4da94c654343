"""Who may have a seat, as the guide says it and not as the rules are written, to be held against them."""

from collections import Counter
from dataclasses import dataclass

from django.utils import timezone

from events.models import EventPage, SignUpSheet, WhoMayCome

Held = Counter[int | None]


@dataclass(frozen=True)
class SeatRules:
    """A sheet as it is now, and whose event it is."""

    sheet: SignUpSheet
    owner: int | None

    @classmethod
    def of(cls, sheet: int, event: int) -> "SeatRules":
        """Read anew."""
        return cls(SignUpSheet.objects.get(pk=sheet), EventPage.objects.get(pk=event).cluster_id)

    @property
    def is_released(self) -> bool:
        """Whether reserved seats have gone to all."""
        moment = self.sheet.seats_released_at
        return moment is not None and moment <= timezone.now()

    def reserved(self, cluster: int | None) -> int:
        """The seats that are a cluster's own."""
        quotas = {} if self.is_released else {each.cluster_id: each.seats for each in self.sheet.quotas.all()}
        return quotas.get(cluster, 0) if cluster is not None else sum(quotas.values())

    def beyond(self, held: Held) -> int:
        """How many have a seat that is nobody's own."""
        own = {cluster: self.reserved(cluster) if cluster is not None else 0 for cluster in held}
        return sum(max(0, number - own[cluster]) for cluster, number in held.items())

    def hold(self, held: Held) -> bool:
        """Whether so many have seats as there are: never over capacity, never into what is another's own."""
        capacity = self.sheet.capacity or 0
        return sum(held.values()) <= capacity and self.beyond(held) <= capacity - self.reserved(None)

    def could_have_one(self, held: Held, cluster: int | None) -> bool:
        """Whether one more of a cluster could have a seat."""
        more = held + Counter({cluster: 1})
        if not self.hold(more):
            return False
        if self.beyond(more) == self.beyond(held):
            return True
        if self.sheet.who_may_come == WhoMayCome.OPEN:
            return True
        is_member = cluster is not None and cluster == self.owner
        if self.sheet.who_may_come == WhoMayCome.CLOSED:
            return is_member
        is_first = self.sheet.who_may_come == WhoMayCome.PRIORITY and is_member
        return self.is_released or is_first
