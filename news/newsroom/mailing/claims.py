"""Puts back the mails that a worker had claimed and did not finish, and gives up those that end each of their tries."""

from fedcms.core.tasks import claims
from news.models import Mailing, MailingRecipient, RecipientState

CUT_OFF = "cut_off"
"""Why a mail was given up of which no try came to an end."""


def release_claims(mailing: Mailing, worker_id: str) -> None:
    """Puts back the rows of a mailing that a dead worker had claimed, or this one in a batch that failed."""
    claims.release_claims(
        MailingRecipient.objects.filter(mailing=mailing, state=RecipientState.SENDING),
        worker_id,
        waiting=RecipientState.WAITING,
        failed=RecipientState.FAILED,
        reason=CUT_OFF,
    )
