"""The names under which the site's mails leave: who sends them, and the Message-ID of each."""

from email.utils import formataddr, make_msgid, parseaddr

from django.conf import settings


def sender_named(name: str) -> str:
    """Returns the site's address (DEFAULT_FROM_EMAIL) as a sender under a name, which is one line."""
    return formataddr((name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))


def new_message_id(sender: str = "") -> str:
    """Returns a Message-ID of the domain of a sender's address, by default the site's.

    Who may send a mail twice keeps it: mail programs show two mails of one Message-ID once.
    """
    address = parseaddr(sender or settings.DEFAULT_FROM_EMAIL)[1]
    return make_msgid(domain=address.rpartition("@")[2] or None)
