"""The names under which the site's mails leave, the Message-ID of each, and addresses: compared, and deliverable."""

import unicodedata
from email.utils import formataddr, make_msgid, parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST_ADDRESS, LONGEST_LOCAL_PART = 254, 64


def sender_named(name: str) -> str:
    """Returns the site's address (DEFAULT_FROM_EMAIL) as a sender under a name, which is one line."""
    return formataddr((name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))


def new_message_id(sender: str = "") -> str:
    """Returns a Message-ID of the domain of a sender's address, by default the site's.

    Who may send a mail twice keeps it: mail programs show two mails of one Message-ID once.
    """
    address = parseaddr(sender or settings.DEFAULT_FROM_EMAIL)[1]
    return make_msgid(domain=address.rpartition("@")[2] or None)


def comparable(address: str) -> str:
    """Returns an address in the form in which it is compared: neither case nor the way of writing a letter counts."""
    return unicodedata.normalize("NFKC", address.strip()).casefold()


def is_deliverable(address: str) -> bool:
    """Returns whether a mail can be addressed to a valid address: its domain has an ASCII form (IDNA), and all fits.

    Its comparable form may be longer than what was typed: it must fit, too.
    """
    local, _at, domain = address.strip().rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return False
    longest = max(len(local) + 1 + len(ascii_domain), len(comparable(address)))
    return local.isascii() and len(local) <= LONGEST_LOCAL_PART and longest <= LONGEST_ADDRESS


def validate_deliverable(address: str) -> None:
    """Raises `ValidationError` for an address to which no mail can go: a validator of fields."""
    if not is_deliverable(address):
        raise ValidationError(
            _("Aucun courriel ne part à cette adresse : vérifiez-la."), code="undeliverable"
        )
