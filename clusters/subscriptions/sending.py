"""Sends the mails to subscribers in batches, one row after the other, so that a killed worker loses none.

As for mailings (docs/adr/0050): a row is claimed before its mail is handed over and marked when the server has accepted
it. Cut off between the two, it leaves once more under the same Message-ID; at no other point a mail leaves twice. What
is in it is decided when it leaves (composing.py); what a server's answer means for it, in outcomes.py.
"""

import logging
import time

from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from django_tasks import TaskContext, task

from clusters.models import MailPurpose, MailState, SubscriberMail
from clusters.subscriptions.claims import claim, due_ids, release_claims
from clusters.subscriptions.composing import compose
from clusters.subscriptions.outcomes import (
    BatchOutcome,
    give_back,
    note,
    note_sent,
    note_skipped,
    try_later,
)
from clusters.subscriptions.tasks_under_way import has_ready
from fedcms.core.lanes import Lane
from fedcms.core.mail_transport import Outcome, SendingResult, close_transport, open_transport, send_mail
from fedcms.core.tasks.claims import worker_of

BATCH = 50
SECONDS_A_BATCH = 10.0
"""A password reset waits in the same lane: no batch takes longer."""
AFTER_OTHER_MAILS = -10

logger = logging.getLogger("fedcms.subscriptions")


class ServerAway(Exception):
    """The mail server does not answer: the task is tried again after the pauses of the queue."""


def enqueue_sending() -> None:
    """Makes a task that sends, unless one waits already."""
    if not has_ready(send_mails):
        send_mails.enqueue()


def continue_sending() -> bool:
    """Makes a task when mails are due that have none; returns whether any are. A recurring job."""
    unsent = SubscriberMail.objects.filter(state__in=(MailState.WAITING, MailState.SENDING))
    due = unsent.exclude(purpose=MailPurpose.LINK).filter(next_try_at__lte=timezone.now()).exists()
    if due:
        enqueue_sending()
    return due


@task(backend="background", queue_name=Lane.MAIL, priority=AFTER_OTHER_MAILS, takes_context=True)
def send_mails(context: TaskContext) -> int:
    """Sends the next due mails, and makes a task for those after them; returns how many left.

    Safe in several workers. Raises `ServerAway` when nothing can be sent at all.
    """
    worker_id = worker_of(context)
    release_claims(worker_id)
    sent = _Batch(worker_id).send()
    if due_ids(1):
        enqueue_sending()
    return sent


@task(backend="background", queue_name=Lane.MAIL, takes_context=True)
def send_link(context: TaskContext, mail_id: int) -> bool:
    """Sends one mail with a link that somebody asked for; returns whether it left.

    It has the priority and the tries of a password reset. Raises `ServerAway` when the server is away or has it wait.
    """
    worker_id = worker_of(context)
    release_claims(worker_id)
    mail = claim(mail_id, worker_id)
    if mail is None:
        return False
    try:
        composed = compose(mail)
    except Exception:
        give_back(mail)  # for the next try of this task, in whatever worker
        raise
    if composed is None:
        note_skipped(mail)
        return False
    result = SendingResult(Outcome.NO_SERVER)
    connection = open_transport()
    if connection is not None:
        result = send_mail(connection, composed.message)
        close_transport(connection)
    if result.outcome is Outcome.SENT:
        note_sent(mail, composed, result)
    elif result.outcome is Outcome.REFUSED:
        note(mail, MailState.REFUSED)
    else:
        give_back(mail)
        raise ServerAway(result.reason)
    return result.outcome is Outcome.SENT


class _Batch:
    """The mails of one batch, over one connection as long as it holds."""

    def __init__(self, worker_id: str) -> None:
        self._worker_id = worker_id
        self._connection: BaseEmailBackend | None = None
        self._outcome = BatchOutcome()

    def send(self) -> int:
        """Sends what is due, until the batch is full or its time is over; returns how many mails left.

        Raises `ServerAway` when none did because of the server.
        """
        end = time.monotonic() + SECONDS_A_BATCH
        is_reached = True
        try:
            for pk in due_ids(BATCH):
                if time.monotonic() >= end or self._outcome.is_away:
                    break
                is_reached = self._connect()
                if not is_reached:
                    break
                self._send_one(pk)
        finally:
            self._disconnect()
            is_away = self._outcome.write_down()
        if is_away or not (is_reached or self._outcome.sent):
            raise ServerAway("The mail server does not answer, or has all mails wait.")
        return self._outcome.sent

    def _connect(self) -> bool:
        if self._connection is None:
            self._connection = open_transport()
        return self._connection is not None

    def _disconnect(self) -> None:
        if self._connection is not None:
            close_transport(self._connection)
            self._connection = None

    def _send_one(self, pk: int) -> None:
        """Sends one mail. No transaction is open while the server answers."""
        if self._connection is None or (mail := claim(pk, self._worker_id)) is None:
            return
        try:
            composed = compose(mail)
        except Exception:  # whatever it is, the other mails leave
            logger.exception("A mail to a subscriber could not be composed: row %s.", mail.pk)
            try_later(mail)
            return
        if composed is None:
            note_skipped(mail)
            return
        result = send_mail(self._connection, composed.message)
        self._outcome.add(mail, composed, result)
        if result.outcome is Outcome.NO_SERVER:
            self._disconnect()
