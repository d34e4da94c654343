"""Finds who is mailed about a section, and sends each a mail of their own, so that one address stops no other."""

import logging
from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from clusters.models import Cluster, Federation
from fedcms.core.i18n.user_language import language_of_person
from fedcms.users.models import User

logger = logging.getLogger("fedcms.mail")


class Recipient(NamedTuple):
    """Somebody to mail, and in which language; without a person, the owner of a section itself."""

    address: str
    language: str
    person: User | None = None


def recipients(owner: Cluster | Federation) -> list[Recipient]:
    """Returns each publisher of a section; without any, the owner's own address, in the main language."""
    people = User.objects.filter(groups=owner.publishers_group_id or 0, is_active=True).exclude(email="")
    found = [Recipient(each.email, language_of_person(each), each) for each in people.order_by("pk")]
    if not found and owner.email:
        return [Recipient(owner.email, settings.LANGUAGE_CODE)]
    return found


def send_to_each(people: Iterable[Recipient], message: Callable[[Recipient], EmailMessage]) -> int:
    """Sends a mail to each, and returns how many were sent. What fails is logged, and stops no other."""
    sent = 0
    for each in people:
        try:
            with transaction.atomic():
                message(each).send()
        except Exception:
            logger.exception("No mail could be sent to %s.", each.address)
        else:
            sent += 1
    return sent
