"""The recurring job of applications: erases what nobody confirmed, asks organisers where some are missing."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from clusters.press_access.rights import owner_of_page
from events.applications.erasure import expire_unconfirmed
from events.applications.jury_mails import tell_shortfall
from events.applications.missions import any_mission
from events.applications.shortfall import has_shortfall, number_at_closing
from events.models import Application, ApplicationState, ApplyBy, CallForApplications
from events.signup.each_sheet import with_each
from events.signup.mails import TIME_TO_CONFIRM

SECONDS_BETWEEN_LOOKS = 30.0


def look_after_applications() -> None:
    """Expires what nobody confirmed, and asks the organisers. What fails on one call does not stop the others."""
    now = timezone.now()
    late = Application.objects.filter(asked_at__lte=now - TIME_TO_CONFIRM).in_state(ApplicationState.ASKED)
    calls = CallForApplications.objects.filter(pk__in=late.values("call"))
    with_each(calls, lambda call: expire_unconfirmed(call, now), "Call %s could not be looked after: %s")
    is_untold = Q(shortfall_told_for=None) | ~Q(shortfall_told_for=F("closes_at"))
    closed = CallForApplications.objects.filter(is_untold, closes_at__lte=now, apply_by=ApplyBy.SITE)
    with_each(closed, lambda call: ask_organisers(call.pk, now), "Call %s could not be put to its team: %s")


@transaction.atomic
def ask_organisers(call_key: int, now: datetime) -> int:
    """Mails the team of a call that closed below its minimum, once for each closing; returns how many were asked."""
    call = CallForApplications.objects.select_for_update().filter(pk=call_key).first()
    if call is None or call.shortfall_told_for == call.closes_at:
        return 0
    call.shortfall_told_for = call.closes_at
    call.save(update_fields=["shortfall_told_for"])
    number, mission = number_at_closing(call), any_mission(call)
    if mission is None or not has_shortfall(call, number, now):
        return 0
    tell_shortfall(call, owner_of_page(mission), number)
    return 1
