"""Tells all applicants of a call what changes for them, in the transaction that changes it."""

from events.applications import mails
from events.applications.mail_frame import ShownMission
from events.models import Application, CallForApplications
from events.models.application import ACTIVE_STATES


def tell_closing(call: CallForApplications) -> None:
    """Tells those who apply, with a draft too, that the call closes at another moment."""
    shown = ShownMission(call)
    applying = Application.objects.with_person().filter(call=call).in_state(*ACTIVE_STATES)
    for application in applying.order_by("pk"):
        application.call = call
        mails.tell_closing_changed(application, shown)
