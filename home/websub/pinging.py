"""Tells hubs of changed feeds, the broadest first: a few at a time to a hub that answers, one to any other.

Two workers that look in the same moment may ask a hub for more at once: pings have no order.
"""

import logging
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Length
from django.utils import timezone

from fedcms.core.pages.addresses import absolute
from home.feeds.hubs import hub_addresses
from home.models import HubPing, HubState
from home.outgoing.posting import Answer, OutgoingRequest, pause_after
from home.outgoing.sending import Claim, claim_seconds, is_slow

BURST = timedelta(seconds=2)
"""So long a ping waits for further changes of its feed."""
AT_ONCE = 4
"""So many pings a hub gets at a time while it answers."""
FIRST_PAUSE = 10.0
LONGEST_PAUSE = timedelta(hours=1)
GIVEN_UP_AFTER = timedelta(days=1)
"""Whoever follows a feed by a hub also reads it by the clock: a day later, a ping tells nothing new."""

logger = logging.getLogger("fedcms.websub")


def next_ping(*, may_be_slow: bool = True) -> Claim | None:
    """Claims the next due ping of a hub that can be asked; None when nothing is due."""
    now = timezone.now()
    states = HubState.objects.in_bulk(hub_addresses())
    hubs = [hub for hub in hub_addresses() if _can_be_asked(states.get(hub), now, may_be_slow=may_be_slow)]
    # Reading takes no write lock: most of the time nothing is due.
    if not hubs or not _due(hubs, now).exists():
        return None
    under_way = HubPing.objects.filter(claimed_until__gte=now).values_list("hub").annotate(Count("pk"))
    asked = dict(under_way)
    free = [hub for hub in hubs if asked.get(hub, 0) < _most_at_once(states.get(hub))]
    with transaction.atomic():
        broadest = _due(free, now).order_by(Length("feed"), "next_try_at", "pk")
        ping = broadest.select_for_update(skip_locked=True).first()
        if ping is None:
            return None
        ping.claimed_until, ping.tries = now + timedelta(seconds=claim_seconds()), ping.tries + 1
        ping.save(update_fields=["claimed_until", "tries"])
    topic = absolute(ping.feed)
    # The Recommendation leaves open how a publisher tells its hub; hubs in use read one of these two names.
    body = urlencode({"hub.mode": "publish", "hub.url": topic, "hub.topic": topic}).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    request = OutgoingRequest(ping.hub, body, headers, is_secure=False)
    state = states.get(ping.hub)
    return Claim(request, partial(_record, ping.pk, ping.changed_at), is_slow=state is None or state.is_slow)


def _due(hubs: list[str], now: datetime) -> "QuerySet[HubPing]":
    return HubPing.objects.filter(
        Q(claimed_until=None) | Q(claimed_until__lt=now),
        hub__in=hubs,
        next_try_at__lte=now,
        changed_at__lte=now - BURST,
    )


def _can_be_asked(state: HubState | None, now: datetime, *, may_be_slow: bool) -> bool:
    """Returns whether a hub is not left alone now, and is quick enough."""
    if state is None:
        return may_be_slow
    return (state.not_before is None or state.not_before <= now) and (may_be_slow or not state.is_slow)


def _most_at_once(state: HubState | None) -> int:
    return AT_ONCE if state is not None and state.is_well else 1


@transaction.atomic
def _record(ping_id: int, told: datetime, answer: Answer) -> None:
    """Deletes a ping that was taken, unless its feed has changed again meanwhile; else plans the next try."""
    now = timezone.now()
    ping = HubPing.objects.select_for_update().filter(pk=ping_id).first()
    if ping is None:
        return
    hub_pause = _note_state(ping.hub, answer, now)
    if answer.is_success and ping.changed_at <= told:
        ping.delete()
        return
    ping.claimed_until = None
    if answer.is_success:
        ping.tries, ping.next_try_at = 0, now
        ping.save(update_fields=["claimed_until", "tries", "next_try_at"])
        return
    pause = hub_pause or pause_after(ping.tries, FIRST_PAUSE, LONGEST_PAUSE)
    if now + pause > ping.changed_at + GIVEN_UP_AFTER:
        logger.warning("The hub %s could not be told of %s (%s).", ping.hub, ping.feed, _reason(answer))
        ping.delete()
    else:
        ping.next_try_at = now + pause
        ping.save(update_fields=["claimed_until", "next_try_at"])


def _note_state(hub: str, answer: Answer, now: datetime) -> timedelta | None:
    """Notes how a hub is; returns for how long all its pings wait, also those to come, if the next would fail, too."""
    HubState.objects.get_or_create(hub=hub)
    state = HubState.objects.select_for_update().get(pk=hub)
    is_paused = state.not_before is not None and state.not_before > now  # by an answer to one of the same few
    pause: timedelta | None = None
    state.is_slow = is_slow(answer)
    if answer.is_host_silent:
        state.is_well = False
        state.failures += 0 if is_paused else 1
        pause = pause_after(state.failures, FIRST_PAUSE, LONGEST_PAUSE)
        if answer.wait_until is not None:
            pause = max(answer.wait_until - now, timedelta(seconds=1))
        state.not_before = max(state.not_before or now, now + pause)
    elif not is_paused:
        state.is_well, state.failures, state.not_before = True, 0, None
    state.save()
    return pause


def _reason(answer: Answer) -> str:
    return answer.failure.value if answer.failure else str(answer.status)


def prune_pings() -> int:
    """Deletes pings that tell nothing new any more, or of hubs that the settings no longer name; returns how many."""
    HubState.objects.exclude(hub__in=hub_addresses()).delete()
    old = Q(changed_at__lt=timezone.now() - 2 * GIVEN_UP_AFTER)
    return HubPing.objects.filter(old | ~Q(hub__in=hub_addresses())).delete()[0]
