"""Writes down what became of mails to subscribers, and what a server's answers mean for those who get none.

A refusal is believed only of an address, and only from a server that accepts other mails; a server that is away, or
has everybody wait, costs no mail a try.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from clusters.models import MailedPage, MailState, Subscriber, SubscriberMail
from clusters.subscriptions.composing import ComposedMail
from clusters.subscriptions.erasing import erase_subscribers
from fedcms.core.mail_transport import TELLING_ANSWERS, Outcome, SendingResult
from fedcms.core.tasks.queue import backoff

MOST_REFUSALS = 3
"""So many mails in a row that the server of an address refuses for good end its subscription."""
LATELY = timedelta(minutes=10)
"""A server that accepted a mail so short a time ago is believed when it refuses an address."""
TRIED_FOR = timedelta(days=7)
"""News that could not leave for so long is none any more."""
NO_ANSWERS_IN_A_ROW = 2
"""One may be of the mail, at which the server ends the conversation; two are of the server."""


def note(mail: SubscriberMail, state: MailState, **values: object) -> None:
    """Notes the state of a mail that this worker has claimed; what has left is noted whatever was decided meanwhile."""
    row = SubscriberMail.objects.filter(pk=mail.pk)
    if state != MailState.SENT:
        row = row.filter(state=MailState.SENDING, claimed_by=mail.claimed_by)
    row.update(state=state, claimed_by="", **values)


@transaction.atomic
def note_skipped(mail: SubscriberMail) -> None:
    """Notes that a mail is left out, so that its pages are news again when they come back."""
    note(mail, MailState.SKIPPED)
    MailedPage.objects.filter(mail=mail).delete()


def note_sent(mail: SubscriberMail, composed: ComposedMail, result: SendingResult) -> None:
    """Notes that a mail has left, and of which pages it told: in another language the others may still be news."""
    with transaction.atomic():
        note(mail, MailState.SENT, sent_at=timezone.now(), service_id=result.service_id)
        MailedPage.objects.filter(mail=mail).exclude(translation_key__in=composed.keys).delete()
    # After it: who erases a subscriber locks that row first, and the mail's then.
    if mail.subscriber.refusals:
        Subscriber.objects.filter(pk=mail.subscriber_id).update(refusals=0)


def try_later(mail: SubscriberMail) -> None:
    """Has a mail tried again after a pause, and gives it up after the last try."""
    tries = mail.tries + 1
    is_over = tries >= settings.FEDCMS_TASK_TRIES
    state = MailState.FAILED if is_over else MailState.WAITING
    note(mail, state, tries=tries, next_try_at=timezone.now() + backoff(tries))


def give_back(mail: SubscriberMail) -> None:
    """Puts a mail back behind the others, without a try: nothing could be sent at all. Gives it up after a week."""
    is_over = mail.created_at < timezone.now() - TRIED_FOR
    note(mail, MailState.FAILED if is_over else MailState.WAITING, next_try_at=timezone.now())


class BatchOutcome:
    """What a server answered to the mails of one batch: what it means for each is decided when all is known."""

    def __init__(self) -> None:
        self.sent = 0
        self._refused: list[tuple[SubscriberMail, SendingResult]] = []
        self._later: list[SubscriberMail] = []
        self._unanswered: list[SubscriberMail] = []
        self._in_a_row = 0

    @property
    def is_away(self) -> bool:
        """Whether the server does not answer, whatever the mail."""
        return self._in_a_row >= NO_ANSWERS_IN_A_ROW

    def add(self, mail: SubscriberMail, composed: ComposedMail, result: SendingResult) -> None:
        """Takes the answer to one mail."""
        self._in_a_row = self._in_a_row + 1 if result.outcome is Outcome.NO_SERVER else 0
        if result.outcome is Outcome.SENT:
            self.sent += 1
            note_sent(mail, composed, result)
        elif result.outcome is Outcome.REFUSED:
            self._refused.append((mail, result))
        elif result.outcome is Outcome.LATER:
            self._later.append(mail)
        else:
            self._unanswered.append(mail)

    def write_down(self) -> bool:
        """Writes down what did not leave; returns whether nothing can be sent for now."""
        has_all_wait = not self.sent and len(self._later) >= TELLING_ANSWERS
        is_silent = not self.sent and bool(self._unanswered)
        for mail in self._later:
            (give_back if has_all_wait else try_later)(mail)
        for mail in self._unanswered:
            (give_back if is_silent else try_later)(mail)
        self._note_refusals()
        return has_all_wait or is_silent

    def _note_refusals(self) -> None:
        """Notes what servers refused for good, and ends subscriptions without a mailbox, if they are believed."""
        believed = bool(self.sent) or (
            bool(self._refused) and len(self._refused) < TELLING_ANSWERS and _has_sent_lately()
        )
        ids = []
        for mail, result in self._refused:
            if believed and result.is_about_address:
                note(mail, MailState.REFUSED)
                ids.append(mail.subscriber_id)
            else:
                try_later(mail)
        Subscriber.objects.filter(pk__in=ids).update(refusals=F("refusals") + 1)
        erase_subscribers(Subscriber.objects.filter(pk__in=ids, refusals__gte=MOST_REFUSALS))


def _has_sent_lately() -> bool:
    now = timezone.now()
    # By the moment of writing, too, which has an index: a mail that waited longer tells nothing of now.
    recent = SubscriberMail.objects.filter(created_at__gte=now - timedelta(days=1), state=MailState.SENT)
    return recent.filter(sent_at__gte=now - LATELY).exists()
