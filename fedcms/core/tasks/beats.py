"""Notes which lanes have a thread that lives, so that others can tell when nobody works in one."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import Error as DatabaseError
from django.utils import timezone

from fedcms.core.lanes import Lane
from fedcms.core.models import LaneBeat

SECONDS_BETWEEN_BEATS = 15.0
LONGEST_SILENCE = timedelta(seconds=60)

logger = logging.getLogger("fedcms.worker")


def beat(lanes: Iterable[Lane]) -> None:
    """Notes that these lanes work now. A database that does not answer is logged: the lanes wait for it themselves."""
    now = timezone.now()
    try:
        LaneBeat.objects.bulk_create(
            [LaneBeat(lane=lane.value, beat_at=now) for lane in lanes],
            update_conflicts=True,
            unique_fields=["lane"],
            update_fields=["beat_at"],
        )
    except DatabaseError:
        logger.warning("The worker could not note that it lives: the database did not answer.")


def silent_lanes() -> dict[Lane, datetime | None]:
    """Returns the lanes in which nobody works, with the moment of their last sign; None: there was never one."""
    known = dict(LaneBeat.objects.values_list("lane", "beat_at"))
    least = timezone.now() - LONGEST_SILENCE
    last = {lane: known.get(lane.value) for lane in Lane}
    return {lane: moment for lane, moment in last.items() if moment is None or moment < least}
