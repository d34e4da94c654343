"""Claims mails to subscribers for one worker, and puts back those that a worker had claimed and did not finish.

Each time that a mail is put back costs it a try, so that one that ends its worker or its batch is given up at last.
"""

from django.utils import timezone

from clusters.models import MailPurpose, MailState, SubscriberMail
from fedcms.core.tasks import claims

BY_URGENCY = (MailPurpose.WITHDRAWAL, MailPurpose.PAGE, MailPurpose.REMINDER, MailPurpose.DIGEST)
"""The purposes in the order in which their mails leave; a link that was asked for has a task of its own."""


def release_claims(worker_id: str) -> None:
    """Puts back the mails that a dead worker had claimed, or this one in a batch that failed."""
    claims.release_claims(
        SubscriberMail.objects.filter(state=MailState.SENDING),
        worker_id,
        waiting=MailState.WAITING,
        failed=MailState.FAILED,
    )


def due_ids(number: int) -> list[int]:
    """Returns the next mails that are due, the most urgent first. One query a purpose, until there are enough."""
    found: list[int] = []
    now = timezone.now()
    for purpose in BY_URGENCY:
        due = SubscriberMail.objects.filter(state=MailState.WAITING, purpose=purpose, next_try_at__lte=now)
        found += due.order_by("next_try_at", "pk").values_list("pk", flat=True)[: number - len(found)]
        if len(found) >= number:
            break
    return found


def claim(pk: int, worker_id: str) -> SubscriberMail | None:
    """Claims a mail; returns it, `None` if another worker has it, or its subscriber was erased."""
    waiting = SubscriberMail.objects.filter(pk=pk, state=MailState.WAITING)
    if not waiting.update(state=MailState.SENDING, claimed_by=worker_id):
        return None
    return SubscriberMail.objects.select_related("subscriber", "withdrawal").filter(pk=pk).first()
