"""Deletes mails that wait for the worker, or that it could not send, with a link that must not serve any more."""

import re
from collections.abc import Iterable

from clusters.models import Accreditation
from clusters.press_access.tokens import hash_of
from fedcms.core.models import OutgoingMail

_LINK = re.compile(r"/before-publication/([\w-]+)/", re.ASCII)


def delete_mails_of(accreditations: Iterable[Accreditation]) -> None:
    """Deletes the stored mails that have the present link of an accreditation in them. Two queries."""
    hashes = {accreditation.token_hash for accreditation in accreditations}
    # Few mails are stored at any time: those that were sent are deleted.
    stored = OutgoingMail.objects.filter(content__body__icontains="/before-publication/")
    found = [
        mail.pk
        for mail in stored
        if any(hash_of(token) in hashes for token in _LINK.findall(mail.content["body"]))
    ]
    OutgoingMail.objects.filter(pk__in=found).delete()
