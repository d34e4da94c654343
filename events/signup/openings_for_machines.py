"""Reads for several events at once whether one may sign up, in as many queries as for one."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import override

from events.models import EventPage, SignUp, SignUpQuota, SignUpSheet, SignUpState
from events.sign_up_opening import SignUpOpening
from events.signup.opening import Opening, closing_of, opening_of
from events.signup.rules import Holders, SeatPlan, has_seats
from events.signup.seats import plan_with
from fedcms.core.pages.addresses import absolute


def openings_of(events: Sequence[EventPage], now: datetime) -> dict[int, SignUpOpening]:
    """Returns what is so at `now` (aware) for events with a sheet, by primary key. Three queries at most."""
    # Who fills in another service's address sends people there.
    here = [event for event in events if not event.signup_url]
    found = SignUpSheet.objects.filter(translation_key__in=[event.translation_key for event in here])
    sheets = {sheet.translation_key: sheet for sheet in found} if here else {}
    if not sheets:
        return {}
    keys = [sheet.pk for sheet in sheets.values()]
    quotas: dict[int, dict[int, int]] = defaultdict(dict)
    for quota in SignUpQuota.objects.filter(sheet__in=keys):
        quotas[quota.sheet_id][quota.cluster_id] = quota.seats
    held: dict[int, Holders] = defaultdict(Counter)
    seated = SignUp.objects.with_person().filter(sheet__in=keys, state=SignUpState.CONFIRMED).order_by()
    for key, cluster, number in seated.values_list("sheet", "cluster").annotate(number=Count("pk")):
        held[key][cluster] = number
    return {
        event.pk: opening_for_machines(
            sheet, event, plan_with(sheet, quotas[sheet.pk], event.cluster_id, now), held[sheet.pk], now
        )
        for event in here
        if (sheet := sheets.get(event.translation_key)) is not None
    }


def opening_for_machines(
    sheet: SignUpSheet, event: EventPage, plan: SeatPlan, held: Holders, now: datetime
) -> SignUpOpening:
    """Returns what is so at `now` (aware) for one event, moments by its own clock. No query."""
    opening = opening_of(sheet, event, now)
    is_open = opening is Opening.OPEN and has_seats(plan, held)
    # Who is no member may ask now, and waits until the seats go to all.
    comes_later = is_open and not plan.is_by_cluster and not plan.admits(None)
    opens = sheet.seats_released_at if comes_later else sheet.opens_at
    with override(event.locale.language_code):
        address = absolute(reverse("sign_up", args=[event.translation_key]))
    return SignUpOpening(
        address="" if opening is Opening.CLOSED else address,
        is_early=comes_later or opening is Opening.NOT_YET,
        has_seats=is_open,
        is_for_all=plan.may_ever_come(None),
        opens=opens.astimezone(event.time_zone) if opens else None,
        closes=closing_of(sheet, event).astimezone(event.time_zone),
    )
