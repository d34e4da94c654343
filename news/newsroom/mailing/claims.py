"""Puts back the mails that a worker had claimed and did not finish, and gives up those that end each of their tries."""

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from fedcms.core.tasks.liveness_lock import is_alive
from news.models import Mailing, MailingRecipient, RecipientState

CUT_OFF = "cut_off"
"""Why a mail was given up of which no try came to an end."""


def release_claims(mailing: Mailing, worker_id: str) -> None:
    """Puts back the rows that a dead worker had claimed, or this one in a batch that failed, behind all others.

    Each time costs a try, so that a mail that ends its worker or its batch is given up at last.
    """
    claimed = MailingRecipient.objects.filter(mailing=mailing, state=RecipientState.SENDING)
    for claimer in set(claimed.values_list("claimed_by", flat=True)):
        if claimer in ("", worker_id) or not is_alive(claimer):
            cut_off = claimed.filter(claimed_by=claimer)
            cut_off.filter(tries__gte=settings.FEDCMS_TASK_TRIES - 1).update(
                state=RecipientState.FAILED, claimed_by="", reason=CUT_OFF
            )
            cut_off.update(
                state=RecipientState.WAITING, claimed_by="", tries=F("tries") + 1, next_try_at=timezone.now()
            )
