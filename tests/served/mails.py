"""Reads the mails that the site has sent, from the folder that stands for a mail server. Runs inside the site."""

import email
import email.policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

# What Django's backend writes after each mail.
_SEPARATOR = b"\n" + b"-" * 79


def sent_to(address: str) -> list[EmailMessage]:
    """Returns the mails to an address, the newest last."""
    files = sorted(Path(settings.EMAIL_FILE_PATH).glob("*.log"), key=lambda path: path.stat().st_mtime_ns)
    texts = [text.lstrip() for path in files for text in path.read_bytes().split(_SEPARATOR)]
    found = [email.message_from_bytes(text, policy=email.policy.default) for text in texts]
    return [mail for mail in found if isinstance(mail, EmailMessage) and mail["To"] == address]
