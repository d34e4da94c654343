"""Tells hubs of changed feeds: one request at a time to each hub, tried again with growing pauses.

Two workers that look in the same moment may ask one hub at once: pings have no order.
"""

import logging
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from fedcms.core.pages.addresses import absolute
from home.feeds.hubs import hub_addresses
from home.models import HubPing
from home.outgoing.posting import Answer, OutgoingRequest, pause_after
from home.outgoing.sending import Claim, claim_seconds

BURST = timedelta(seconds=2)
"""So long a ping waits for further changes of its feed."""
FIRST_PAUSE = 10.0
LONGEST_PAUSE = timedelta(hours=1)
GIVEN_UP_AFTER = timedelta(days=1)
"""Whoever follows a feed by a hub also reads it by the clock: a day later, a ping tells nothing new."""

logger = logging.getLogger("fedcms.websub")


@transaction.atomic
def next_ping() -> Claim | None:
    """Claims the next due ping of a hub that is not being asked; None when nothing is due."""
    now = timezone.now()
    under_way = HubPing.objects.filter(claimed_until__gte=now)
    due = HubPing.objects.filter(
        Q(claimed_until=None) | Q(claimed_until__lt=now),
        hub__in=hub_addresses(),
        next_try_at__lte=now,
        changed_at__lte=now - BURST,
    ).exclude(hub__in=under_way.values("hub"))
    ping = due.select_for_update(skip_locked=True).order_by("next_try_at", "pk").first()
    if ping is None:
        return None
    ping.claimed_until, ping.tries = now + timedelta(seconds=claim_seconds()), ping.tries + 1
    ping.save(update_fields=["claimed_until", "tries"])
    topic = absolute(ping.feed)
    # The Recommendation leaves open how a publisher tells its hub; hubs in use read one of these two names.
    body = urlencode({"hub.mode": "publish", "hub.url": topic, "hub.topic": topic}).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    request = OutgoingRequest(ping.hub, body, headers, is_secure=False)
    return Claim(request, partial(_record, ping.pk, ping.changed_at))


@transaction.atomic
def _record(ping_id: int, told: datetime, answer: Answer) -> None:
    """Deletes a ping that was taken, unless its feed has changed again meanwhile; else plans the next try."""
    now = timezone.now()
    ping = HubPing.objects.select_for_update().filter(pk=ping_id).first()
    if ping is None:
        return
    if answer.is_success and ping.changed_at <= told:
        ping.delete()
        return
    ping.claimed_until = None
    if answer.is_success:
        ping.tries, ping.next_try_at = 0, now
        ping.save(update_fields=["claimed_until", "tries", "next_try_at"])
        return
    pause = pause_after(ping.tries, FIRST_PAUSE, LONGEST_PAUSE)
    if answer.is_host_silent and answer.wait_until is not None:
        pause = max(answer.wait_until - now, timedelta(seconds=1))
    if now + pause > ping.changed_at + GIVEN_UP_AFTER:
        logger.warning("The hub %s could not be told of %s (%s).", ping.hub, ping.feed, _reason(answer))
        ping.delete()
    else:
        ping.next_try_at = now + pause
        ping.save(update_fields=["claimed_until", "next_try_at"])
    if answer.is_host_silent:
        # All pings of this hub wait: the next would fail, too.
        HubPing.objects.filter(hub=ping.hub).update(
            next_try_at=Greatest(F("next_try_at"), Value(now + pause)),
            tries=Greatest(F("tries"), Value(ping.tries)),
        )


def _reason(answer: Answer) -> str:
    return answer.failure.value if answer.failure else str(answer.status)


def prune_pings() -> int:
    """Deletes pings of hubs that the settings no longer name; returns how many."""
    return HubPing.objects.exclude(hub__in=hub_addresses()).delete()[0]
