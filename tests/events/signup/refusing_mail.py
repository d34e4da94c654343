"""A mail server that refuses every recipient, in words that name the address."""

import smtplib
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class RefusingBackend(BaseEmailBackend):
    """Refuses as a real server does."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Raises for the first mail."""
        address = email_messages[0].to[0]
        raise smtplib.SMTPRecipientsRefused({address: (550, f"no such user {address}".encode())})
