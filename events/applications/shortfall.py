"""Says whether a call has closed with too few applications: by what there was at the closing, not by what is left."""

from datetime import datetime

from django.db.models import Q

from events.applications.missions import any_mission
from events.models import (
    Application,
    ApplicationDecision,
    ApplicationState,
    CallForApplications,
    ShortfallAnswer,
)


def number_at_closing(call: CallForApplications) -> int:
    """Returns how many applications a call had when it closed. One query.

    Those withdrawn or erased since are counted, too: a minimum that was reached is not asked about again.
    """
    sent = Application.objects.filter(call=call).exclude(submitted_at=None)
    late = Q(state=ApplicationState.WITHDRAWN, withdrawn_at__gte=call.closes_at)
    return sent.filter(Q(state=ApplicationState.SUBMITTED) | late).count()


def has_shortfall(call: CallForApplications, number: int, now: datetime) -> bool:
    """Returns whether a call has closed with a number below its minimum, and what follows is still to be said.

    Of a mission that is over, or about whose applications was decided, nothing is. Four queries at most.
    """
    if call.is_open(now) or number >= call.minimum or call.is_cancelled:
        return False
    if call.shortfall_decisions.filter(closed_at=call.closes_at, kind=ShortfallAnswer.GO).exists():
        return False
    if ApplicationDecision.objects.filter(application__call=call).exists():
        return False
    mission = any_mission(call)
    return mission is None or not mission.is_over
