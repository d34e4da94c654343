"""The recurring job of applications: erases those whose address was not confirmed in time."""

from django.utils import timezone

from events.applications.erasure import expire_unconfirmed
from events.models import Application, ApplicationState, CallForApplications
from events.signup.each_sheet import with_each
from events.signup.mails import TIME_TO_CONFIRM

SECONDS_BETWEEN_LOOKS = 30.0


def look_after_applications() -> None:
    """Expires what nobody confirmed. What fails on one call does not stop the others."""
    now = timezone.now()
    late = Application.objects.filter(asked_at__lte=now - TIME_TO_CONFIRM).in_state(ApplicationState.ASKED)
    calls = CallForApplications.objects.filter(pk__in=late.values("call"))
    with_each(calls, lambda call: expire_unconfirmed(call, now), "Call %s could not be looked after: %s")
