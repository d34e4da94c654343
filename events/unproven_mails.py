"""Bounds the mails to addresses that confirm nothing, whatever they are asked for: a seat, an application."""

from datetime import datetime

from django.db.models import F, Sum
from django.utils import timezone

from events.models import Application, ApplicationState, SignUp, SignUpState
from events.models.signup_bounds import QUIET_TIME, UnprovenAddress, digest_of_address

MOST_UNPROVEN_MAILS = 5
"""So many mails an address has that confirms nothing, whatever they are about; of more, nothing is kept or mailed."""


def had_enough_mails(email_key: str, now: datetime) -> bool:
    """Returns whether an address had all the mails that it may have without confirming anything. Three queries."""
    sent = 0
    for asked in (
        SignUp.objects.filter(email_key=email_key, state=SignUpState.ASKED),
        Application.objects.filter(email_key=email_key, state=ApplicationState.ASKED),
    ):
        sent += asked.aggregate(sent=Sum(F("reminders") + 1))["sent"] or 0
    gone = UnprovenAddress.objects.filter(digest=digest_of_address(email_key), until__gt=now).first()
    return sent + (gone.mails if gone is not None else 0) >= MOST_UNPROVEN_MAILS


def count_unproven(email_key: str, mails: int) -> None:
    """Remembers for a while how many mails an address had that it never confirmed: it does not begin anew at once."""
    until = timezone.now() + QUIET_TIME
    row, is_new = UnprovenAddress.objects.get_or_create(
        digest=digest_of_address(email_key), defaults={"until": until}
    )
    so_far = 0 if is_new or row.until <= timezone.now() else row.mails
    row.mails, row.until = so_far + mails, until
    row.save()


def forget_unproven(email_key: str) -> None:
    """Forgets what others asked with an address whose mailbox answers: it does not count against it any more."""
    UnprovenAddress.objects.filter(digest=digest_of_address(email_key)).delete()
