"""Reads seats and the waiting list of a sheet from the database, and gives free seats in the order of arrival.

Only within a transaction that has locked the sheet's row (events.signup.seat_giving) is what it writes right.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count

from events.models import EventPage, SignUp, SignUpSheet, SignUpState
from events.page_tags import sign_ups_tag
from events.signup.rules import Holders, SeatPlan, next_seated
from fedcms.core.page_cache.statements import telling

AT_ONCE = 50
"""So many people are written to in one transaction, which holds the sheet."""


def plan_of(sheet: SignUpSheet, own_cluster: int | None, now: datetime) -> SeatPlan:
    """Returns what a sheet says about seats at `now` (aware), for an event of a cluster. One query at most."""
    quotas = {quota.cluster_id: quota.seats for quota in sheet.quotas.all()}
    return plan_with(sheet, quotas, own_cluster, now)


def plan_with(
    sheet: SignUpSheet, quotas: Mapping[int, int], own_cluster: int | None, now: datetime
) -> SeatPlan:
    """Returns the same with quotas that were read before."""
    return SeatPlan(
        capacity=sheet.capacity,
        who_may_come=sheet.who_may_come,
        own_cluster=own_cluster,
        quotas=quotas,
        is_released=sheet.is_released(now),
    )


def held_seats(sheet: SignUpSheet) -> Holders:
    """Returns how many have a seat, by the cluster for which they count. One query."""
    # Of people who were erased after their event, numbers stay; they need no seat if it has another date.
    rows = SignUp.objects.with_person().filter(sheet=sheet, state=SignUpState.CONFIRMED).order_by()
    return Counter(dict(rows.values_list("cluster").annotate(number=Count("pk"))))


def waiting_in_order(sheet: SignUpSheet) -> list[tuple[int, int | None]]:
    """Returns key and cluster of each who waits, in the order of arrival. One query."""
    rows = SignUp.objects.with_person().filter(sheet=sheet, state=SignUpState.WAITING).order_by("rank")
    return list(rows.values_list("pk", "cluster_id"))


def number_waiting(sheet: SignUpSheet) -> int:
    """Returns how many wait. One query."""
    return SignUp.objects.with_person().filter(sheet=sheet, state=SignUpState.WAITING).count()


def who_moves_up(sheet: SignUpSheet, event: EventPage, now: datetime) -> list[int]:
    """Returns the keys of those who wait and could have a seat now, in the order of arrival."""
    plan = plan_of(sheet, event.cluster_id, now)
    return next_seated(plan, held_seats(sheet), waiting_in_order(sheet))


def give_free_seats(sheet: SignUpSheet, event: EventPage, now: datetime) -> list[SignUp]:
    """Gives free seats to those who wait, in the order of arrival; returns them. Who calls writes to them.

    Many at once are given theirs a portion at a time, each in a transaction of its own: the job goes on.
    """
    keys = who_moves_up(sheet, event, now)[:AT_ONCE]
    if not keys:
        return []
    with telling(sign_ups_tag(sheet.pk)):
        SignUp.objects.filter(pk__in=keys).update(
            state=SignUpState.CONFIRMED, seated_at=now, is_to_be_told=False
        )
    found = SignUp.objects.filter(pk__in=keys).select_related("claimed_organisation__cluster")
    return list(found.order_by("rank"))


def position_of(sign_up: SignUp) -> int:
    """Returns the place of somebody on the waiting list, from 1. One query."""
    rows = SignUp.objects.with_person().filter(sheet=sign_up.sheet_id, state=SignUpState.WAITING)
    return rows.filter(rank__lt=sign_up.rank).count() + 1
