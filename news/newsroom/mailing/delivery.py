"""Sends the mails of a mailing in batches, one row after the other, so that a killed worker loses none.

A row is claimed before its mail is handed over, and marked when the server has accepted it. A worker that is killed
between the two has it sent once more, under the same Message-ID; at no other point a mail leaves twice. Who claims is
named by the worker's liveness lock: nothing guesses by a time-out whether it still sends.
"""

import time

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import TaskContext, task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from clusters.models.owner import SectionOwner
from clusters.people.teams import owner_with_key
from fedcms.core.lanes import Lane
from fedcms.core.mail_transport import (
    TELLING_ANSWERS,
    Outcome,
    SendingResult,
    close_transport,
    open_transport,
    send_mail,
)
from fedcms.core.tasks.claims import worker_of
from fedcms.core.tasks.queue import backoff
from news.models import (
    Mailing,
    MailingRecipient,
    MailingState,
    MediaContact,
    PauseReason,
    RecipientState,
)
from news.newsroom.mailing.claims import release_claims
from news.newsroom.mailing.links import unsubscribe_address, unsubscribe_token
from news.newsroom.mailing.message import RecipientLinks, message_for
from news.newsroom.mailing.sendable import NotForRecipient, NotSendable, ReleaseMessages, SendableMessage
from news.newsroom.media_contacts.rights import may_write_to
from news.newsroom.media_contacts.unsubscribing import hash_of_address, is_unsubscribed

BATCH = 50
SECONDS_A_BATCH = 10.0
"""A password reset waits in the same lane: no batch takes longer."""
AFTER_OTHER_MAILS = -10


def enqueue_next_batch(mailing: Mailing) -> bool:
    """Makes a task for the next batch, in one step with its number; returns False if another did so before."""
    with transaction.atomic():
        counted = Mailing.objects.filter(pk=mailing.pk, batch=mailing.batch, state=MailingState.SENDING)
        if not counted.update(batch=F("batch") + 1):
            return False
        send_batch.enqueue(mailing_id=mailing.pk, batch=mailing.batch + 1)
    return True


@task(backend="background", queue_name=Lane.MAIL, priority=AFTER_OTHER_MAILS, takes_context=True)
def send_batch(context: TaskContext, mailing_id: int, batch: int) -> int:
    """Sends the next mails of a mailing, and makes a task for those after them; returns how many left.

    Does nothing if a later batch was made: this one was cut off after it had done its work.
    """
    mailing = Mailing.objects.filter(pk=mailing_id, state=MailingState.SENDING, batch=batch)
    found = mailing.select_related("page").first()
    if found is None:
        return 0
    worker_id = worker_of(context)
    release_claims(found, worker_id)
    sent = _Batch(found, owner_with_key(found.cluster_id), worker_id).send()
    _go_on(found)
    return sent


def _go_on(mailing: Mailing) -> None:
    """Makes a task for the next batch, ends the mailing, or leaves it to `continue_mailings` if nothing is due."""
    mailing.refresh_from_db()
    if mailing.state != MailingState.SENDING:
        return
    rows = MailingRecipient.objects.filter(mailing=mailing)
    unsent = rows.filter(state__in=(RecipientState.WAITING, RecipientState.SENDING))
    if not unsent.exists():
        Mailing.objects.filter(pk=mailing.pk, state=MailingState.SENDING).update(
            state=MailingState.DONE, finished_at=timezone.now()
        )
    elif _has_due(mailing):
        enqueue_next_batch(mailing)


def _has_due(mailing: Mailing) -> bool:
    now = timezone.now()
    due = MailingRecipient.objects.filter(mailing=mailing, state=RecipientState.WAITING, next_try_at__lte=now)
    return mailing.next_batch_at <= now and due.exists()


def continue_mailings() -> int:
    """Makes tasks for mailings with due mails and no task; returns how many. A recurring job.

    Mails that are to be tried again have none, nor has a mailing whose task was given up.
    """
    mailings = list(Mailing.objects.filter(state=MailingState.SENDING))
    if not mailings:
        return 0
    tasks = DBTaskResult.objects.filter(
        task_path=send_batch.module_path, status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING)
    )
    busy = {row.args_kwargs["kwargs"].get("mailing_id") for row in tasks}
    idle = [each for each in mailings if each.pk not in busy]
    number = 0
    for mailing in idle:
        if MailingRecipient.objects.filter(mailing=mailing, state=RecipientState.SENDING).exists():
            number += enqueue_next_batch(mailing)  # claimed by a worker that is gone, with its task
        elif _has_due(mailing):
            number += enqueue_next_batch(mailing)
        else:
            _go_on(mailing)
    return number


class _Batch:
    """The mails of one batch, over one connection."""

    def __init__(self, mailing: Mailing, owner: SectionOwner, worker_id: str) -> None:
        self._mailing, self._owner, self._worker_id = mailing, owner, worker_id
        self._messages = ReleaseMessages(mailing, owner)
        self._sent = self._refused = 0
        self._later: list[int] = []
        self._has_server = True

    def send(self) -> int:
        """Sends what is due, until the batch is full or its time is over; returns how many mails left."""
        due = MailingRecipient.objects.filter(
            mailing=self._mailing, state=RecipientState.WAITING, next_try_at__lte=timezone.now()
        )
        recipients = list(due.select_related("contact").order_by("next_try_at", "pk")[:BATCH])
        if not recipients:
            return 0
        connection = open_transport()
        if connection is None:
            self._server_is_away()
            return 0
        end = time.monotonic() + SECONDS_A_BATCH
        try:
            for recipient in recipients:
                if time.monotonic() >= end or not self._goes_on_after(connection, recipient):
                    break
        finally:
            close_transport(connection)
        if not self._sent:
            self._heed_the_server()
        return self._sent

    def _heed_the_server(self) -> None:
        """Pauses or defers all mails when the server refused so many that its answers say nothing of the addresses."""
        if self._refused >= TELLING_ANSWERS:
            self._pause(PauseReason.MAIL_SERVER)
        elif len(self._later) >= TELLING_ANSWERS and self._has_server:
            MailingRecipient.objects.filter(
                pk__in=self._later, state__in=(RecipientState.WAITING, RecipientState.FAILED)
            ).exclude(email="").update(state=RecipientState.WAITING, tries=F("tries") - 1)
            self._server_is_away()

    def _goes_on_after(self, connection: BaseEmailBackend, recipient: MailingRecipient) -> bool:
        """Sends one mail; returns whether the next may be sent. No transaction is open while the server answers."""
        claimed = MailingRecipient.objects.filter(
            pk=recipient.pk, state=RecipientState.WAITING, mailing__state=MailingState.SENDING
        ).update(state=RecipientState.SENDING, claimed_by=self._worker_id)
        if not claimed:
            # Somebody else has it, or the mailing was paused: that is looked at once, before the next one.
            return Mailing.objects.filter(pk=self._mailing.pk, state=MailingState.SENDING).exists()
        try:
            message = self._message_to(recipient)
        except NotSendable as stopped:
            self._note(recipient, RecipientState.WAITING)
            self._pause(stopped.reason)
            return False
        except NotForRecipient as skipped:
            self._note(recipient, RecipientState.SKIPPED, reason=str(skipped))
            return True
        result = send_mail(connection, self._mail(recipient, message))
        return self._note_result(recipient, message, result)

    def _message_to(self, recipient: MailingRecipient) -> SendableMessage:
        """Returns what a recipient gets. Raises `NotSendable`, `NotForRecipient`."""
        if is_unsubscribed(self._mailing.cluster_id, recipient.email):
            raise NotForRecipient("unsubscribed")
        if not self._mailing.is_before_publication:
            self._refuse_contact(recipient.contact)
        return self._messages.message_to(recipient)

    def _refuse_contact(self, contact: MediaContact | None) -> None:
        """Raises `NotForRecipient` for a contact to whom the team may not write any more."""
        if contact is None:
            raise NotForRecipient("erased")
        if contact.bounced_at is not None:
            raise NotForRecipient("bounced")
        if not may_write_to(self._owner, contact):
            raise NotForRecipient("unshared")

    def _mail(self, recipient: MailingRecipient, message: SendableMessage) -> EmailMultiAlternatives:
        address_hash = hash_of_address(self._mailing.cluster_id, recipient.email)
        token = unsubscribe_token(self._mailing.cluster_id, address_hash, recipient.pk)
        links = RecipientLinks(message.reading, message.reading, unsubscribe_address(token))
        return message_for(message.rendered, self._owner, links, recipient.email, recipient.message_id)

    def _note_result(
        self, recipient: MailingRecipient, message: SendableMessage, result: SendingResult
    ) -> bool:
        if result.outcome is Outcome.SENT:
            self._sent += 1
            self._note(
                recipient,
                RecipientState.SENT,
                reason="",
                sent_at=timezone.now(),
                page_id=message.page_id,
                address=message.address,
                service_id=result.service_id,
            )
            if self._mailing.server_failures:
                self._mailing.server_failures = 0
                self._mailing.save(update_fields=["server_failures"])
            return True
        if result.outcome is Outcome.REFUSED:
            self._refused += 1
            self._note(recipient, RecipientState.REFUSED, reason=result.reason)
            return True
        if result.outcome is Outcome.LATER:
            self._later.append(recipient.pk)
            self._try_later(recipient, result.reason)
            return True
        if self._sent:
            # The server was there until this mail came: if it is the mail that it cannot bear, that ends at last.
            self._try_later(recipient, result.reason)
        else:
            self._note(recipient, RecipientState.WAITING, reason=result.reason, next_try_at=timezone.now())
        self._server_is_away()
        return False

    def _try_later(self, recipient: MailingRecipient, reason: str) -> None:
        tries = recipient.tries + 1
        is_over = tries >= settings.FEDCMS_TASK_TRIES
        self._note(
            recipient,
            RecipientState.FAILED if is_over else RecipientState.WAITING,
            reason=reason,
            tries=tries,
            next_try_at=timezone.now() + backoff(tries),
        )

    def _note(self, recipient: MailingRecipient, state: RecipientState, **values: object) -> None:
        """Notes what became of a mail. What has left is noted whatever was decided of its row meanwhile."""
        row = MailingRecipient.objects.filter(pk=recipient.pk)
        if state != RecipientState.SENT:
            row = row.filter(state=RecipientState.SENDING, claimed_by=self._worker_id)
        row.update(state=state, claimed_by="", **values)

    def _server_is_away(self) -> None:
        """Has all mails wait for the server; after too many times, for somebody who looks."""
        self._has_server = False
        failures = self._mailing.server_failures + 1
        Mailing.objects.filter(pk=self._mailing.pk).update(
            server_failures=failures, next_batch_at=timezone.now() + backoff(failures)
        )
        if failures >= settings.FEDCMS_TASK_TRIES:
            self._pause(PauseReason.MAIL_SERVER)

    def _pause(self, reason: PauseReason) -> None:
        Mailing.objects.filter(pk=self._mailing.pk, state=MailingState.SENDING).update(
            state=MailingState.PAUSED, pause_reason=reason
        )
