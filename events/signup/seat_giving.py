"""Locks a sheet, and gives its free seats with the mails that tell of them: the only way to a seat.

On SQLite a transaction is alone from its start (settings.base). Locks are taken in one order: the sheet, then rows of
its sign-ups. Who has a seat or a rank is told in the same transaction: neither before it counts, nor twice.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from clusters.publishing.refusal import Refusal
from events.models import SignUp, SignUpSheet
from events.signup import mails
from events.signup.mail_frame import ShownEvent
from events.signup.seats import give_free_seats
from events.signup.sheet_events import takes_people


def locked_sheet(key: int) -> SignUpSheet:
    """Returns a sheet, locked until the transaction ends. Raises `Refusal` if its event was deleted meanwhile."""
    found = SignUpSheet.objects.select_for_update().filter(pk=key).first()
    if found is None:
        raise Refusal(_("On ne s’inscrit plus à cet événement."), reason="over")
    return found


def give_seats(
    sheet: SignUpSheet, now: datetime, arriving: SignUp | None = None, shown: ShownEvent | None = None
) -> int:
    """Gives free seats in the order of arrival and tells each; who just arrives or was accepted is told in any case.

    Returns how many were given.
    """
    shown = shown or ShownEvent(sheet)
    event = shown.page("")
    moved_up = give_free_seats(sheet, event, now) if event is not None and takes_people(event, now) else []
    for each in moved_up:
        each.sheet = sheet
        if arriving is None or each.pk != arriving.pk:
            mails.tell_moved_up(each, shown)
        else:
            arriving.state, arriving.seated_at = each.state, each.seated_at
    if arriving is not None:
        mails.tell_arrived(arriving, shown)
    return len(moved_up)
