"""Claims mails to subscribers for one worker, and puts back those that a worker had claimed and did not finish.

Each time that a mail is put back costs it a try, so that one that ends its worker or its batch is given up at last.
"""

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from clusters.models import MailPurpose, MailState, SubscriberMail
from fedcms.core.tasks.liveness_lock import is_alive

BY_URGENCY = (MailPurpose.WITHDRAWAL, MailPurpose.PAGE, MailPurpose.REMINDER, MailPurpose.DIGEST)
"""The purposes in the order in which their mails leave; a link that was asked for has a task of its own."""


def release_claims(worker_id: str) -> None:
    """Puts back the rows that a dead worker had claimed, or this one in a batch that failed, behind all others."""
    claimed = SubscriberMail.objects.filter(state=MailState.SENDING)
    for claimer in set(claimed.values_list("claimed_by", flat=True)):
        if claimer in ("", worker_id) or not is_alive(claimer):
            cut_off = claimed.filter(claimed_by=claimer)
            cut_off.filter(tries__gte=settings.FEDCMS_TASK_TRIES - 1).update(
                state=MailState.FAILED, claimed_by=""
            )
            cut_off.update(
                state=MailState.WAITING, claimed_by="", tries=F("tries") + 1, next_try_at=timezone.now()
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
