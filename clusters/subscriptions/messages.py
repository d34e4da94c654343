"""Writes a mail to a subscriber with the headers that mail programs expect of what is sent to many.

List-Unsubscribe and its one-click form are RFC 8058, List-Id is RFC 2919, Auto-Submitted is RFC 3834; Precedence keeps
automatic replies of older programs away.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import get_language

from clusters.models import SubscriberMail
from clusters.subscriptions.links import manage_address, unsubscribe_address
from fedcms.core.i18n.plain_text import clean_line
from fedcms.core.mail_addresses import sender_named
from fedcms.core.mail_text import text_of
from fedcms.core.pages.addresses import site_base
from fedcms.core.seo.site_name import site_name


@dataclass(frozen=True)
class MailText:
    """The subject of a mail, and its template with what that needs beside the links."""

    subject: str
    template: str
    context: dict[str, object]


def sender() -> str:
    """Returns the sender of mails to subscribers: the site's address under the federation's name."""
    return sender_named(clean_line(site_name()))


def list_id() -> str:
    """Returns the name of the list by which mail programs sort, below the site's own host (RFC 2919).

    Without words: Django would encode them together with the name, which nothing could read then.
    """
    host = (urlsplit(site_base()).hostname or "localhost").replace(":", "-")
    return f"<subscriptions.{host}>"


def message_to(mail: SubscriberMail, text: MailText) -> EmailMultiAlternatives:
    """Returns a mail in the active language, with the links of its subscriber and the Message-ID of its row."""
    unsubscribe = unsubscribe_address(mail.subscriber)
    links = {"manage": manage_address(mail.subscriber), "unsubscribe": unsubscribe}
    html = render_to_string(text.template, {**text.context, **links, "subject": text.subject})
    message = EmailMultiAlternatives(
        clean_line(text.subject),
        text_of(html),
        sender(),
        to=[mail.subscriber.email],
        headers={
            "Message-ID": mail.message_id,
            "List-Id": list_id(),
            "List-Unsubscribe": f"<{unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Precedence": "bulk",
            "Auto-Submitted": "auto-generated",
            "Content-Language": get_language() or settings.LANGUAGE_CODE,
        },
    )
    message.attach_alternative(html, "text/html")
    return message
