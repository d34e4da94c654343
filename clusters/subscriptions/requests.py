"""Takes what a reader asks for with the form, and mails a link: to confirm it, or to change what is subscribed already.

Whoever asks gets the same answer, whether an address is known or not, and whether a mail left or not.
"""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from clusters.models import Rhythm, Subscriber, SubscriberState
from clusters.people.addresses import comparable
from clusters.subscriptions.choices import Choices, set_choices
from clusters.subscriptions.mail_rows import write_link

MOST_LINKS = 3
"""So many links leave for an address within a day; within a month, as long as nobody has confirmed it."""
A_DAY, A_MONTH = timedelta(days=1), timedelta(days=30)


def ask(email: str, language: str, rhythm: Rhythm, choices: Choices) -> None:
    """Keeps an unconfirmed request, and mails its link; to who is subscribed already, the link to their choices.

    Those of a subscriber stay as they are: the form proves nothing of who sent it. At most three mails a day leave for
    an address, three in all for one that nobody confirms: each request has its row kept, and with it the count.
    """
    try:
        _ask(email, language, rhythm, choices)
    except IntegrityError:  # sent twice at once: now it is there
        _ask(email, language, rhythm, choices)


@transaction.atomic
def _ask(email: str, language: str, rhythm: Rhythm, choices: Choices) -> None:
    found = Subscriber.objects.select_for_update().filter(email_key=comparable(email)).first()
    if found is None:
        found = Subscriber.objects.create(
            email=email, email_key=comparable(email), language=language, rhythm=rhythm
        )
    is_new = found.state == SubscriberState.UNCONFIRMED
    if is_new:
        found.email, found.language, found.rhythm = email, language, rhythm
        found.consented_at = found.last_sign_at = timezone.now()
        found.save(update_fields=["email", "language", "rhythm", "consented_at", "last_sign_at"])
        set_choices(found, choices)
    if _may_get_link(found):
        write_link(found)


def _may_get_link(subscriber: Subscriber) -> bool:
    """Returns whether one more mail with a link may leave for the address now, and counts it."""
    now = timezone.now()
    within = A_MONTH if subscriber.state == SubscriberState.UNCONFIRMED else A_DAY
    if subscriber.links_since < now - within:
        subscriber.links_since, subscriber.links_sent = now, 0
    if subscriber.links_sent >= MOST_LINKS:
        return False
    subscriber.links_sent += 1
    subscriber.save(update_fields=["links_since", "links_sent"])
    return True
