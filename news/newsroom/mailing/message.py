"""Writes a release as a mail, in HTML and text: once for each version, then with the links of each recipient in it."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from clusters.models.owner import SectionOwner
from clusters.press_access.file_addresses import through_link
from fedcms.core.i18n.formatting import language_name
from fedcms.core.i18n.moments import moment_with_zone
from fedcms.core.i18n.plain_text import clean_line
from fedcms.core.mail_addresses import sender_named
from fedcms.core.mail_text import text_of
from fedcms.core.pages.addresses import site_base
from news.models import PressReleasePage
from news.newsroom.press_kit import press_files_of

TEMPLATE = "news/mailing/message.html"
LONGEST_SUBJECT = 200
_ROOTED = re.compile(r"""(\s(?:href|src)=["'])/(?!/)""")


@dataclass(frozen=True)
class MessageText:
    """What the team writes for a language: "" takes the release's own title, and no introduction."""

    subject: str = ""
    introduction: str = ""


@dataclass(frozen=True)
class RecipientLinks:
    """The addresses of one recipient, absolute: of the page, above its files (it ends with "/"), of unsubscribing."""

    reading: str
    files: str
    unsubscribe: str


@dataclass(frozen=True)
class RenderedMessage:
    """A release as a mail, in which stand-ins take the place of a recipient's addresses."""

    subject: str
    html: str
    text: str
    stand_ins: RecipientLinks
    language: str

    def _filled(self, text: str, links: RecipientLinks) -> str:
        filled = text.replace(self.stand_ins.reading, links.reading)
        filled = filled.replace(self.stand_ins.files, links.files)
        return filled.replace(self.stand_ins.unsubscribe, links.unsubscribe)

    def html_for(self, links: RecipientLinks) -> str:
        """Returns the HTML with the addresses of a recipient."""
        return self._filled(self.html, links)

    def text_for(self, links: RecipientLinks) -> str:
        """Returns the text with the addresses of a recipient."""
        return self._filled(self.text, links)


def _with_absolute_addresses(html: str) -> str:
    return _ROOTED.sub(rf"\g<1>{site_base()}/", html)


def render_message(
    page: PressReleasePage,
    owner: SectionOwner,
    text: MessageText,
    *,
    reader_language: str = "",
    embargo: datetime | None = None,
) -> RenderedMessage:
    """Returns a release as a mail, in its own language.

    `page` is the version as it is sent, public or from its scheduled revision; `embargo` is when it appears (aware).
    To a reader of another language it says so, in that language.
    """
    language = page.locale.language_code
    # What nobody can have typed into a text.
    secret = secrets.token_hex(16)
    base = f"https://{secret}.invalid"
    stand_ins = RecipientLinks(f"{base}/reading/", f"{base}/files/", f"{base}/unsubscribe/")
    notice = ""
    if reader_language and reader_language != language:
        with override(reader_language):
            notice = _(
                "Ce communiqué n’existe pas en %(wanted)s : le voici dans sa langue, en %(language)s."
            ) % {
                "wanted": language_name(reader_language),
                "language": language_name(language),
            }
    with override(language):
        until = moment_with_zone(embargo) if embargo is not None else ""
        subject = clean_line(text.subject) or clean_line(page.title)
        if embargo is not None:
            subject = _("[Sous embargo jusqu’au %(moment)s] %(subject)s") % {
                "moment": until,
                "subject": subject,
            }
        others = page.co_signing_clusters()
        context = {
            "page": page,
            "owner": owner,
            "introduction": text.introduction.strip(),
            "subject": subject,
            "language_notice": notice,
            "reader_language": reader_language,
            "embargo": until,
            "signers": [str(page.speaker), *map(str, others)] if others else [],
            "attachments": press_files_of(page),
            "reading": stand_ins.reading,
            "unsubscribe": stand_ins.unsubscribe,
        }
        html: str = render_to_string(TEMPLATE, context)
        html = _with_absolute_addresses(through_link(html, stand_ins.files))
        return RenderedMessage(subject[:LONGEST_SUBJECT], html, text_of(html), stand_ins, language)


def sender_of(owner: SectionOwner) -> str:
    """Returns the sender of a team's mails: the site's address under the team's name."""
    return sender_named(clean_line(str(owner)))


def message_for(
    rendered: RenderedMessage, owner: SectionOwner, links: RecipientLinks, address: str, message_id: str = ""
) -> EmailMultiAlternatives:
    """Returns the mail to one address, with the headers by which mail programs unsubscribe (RFC 8058)."""
    headers = {
        "List-Unsubscribe": f"<{links.unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Content-Language": rendered.language,
    }
    if message_id:
        headers["Message-ID"] = message_id
    message = EmailMultiAlternatives(
        rendered.subject,
        rendered.text_for(links),
        sender_of(owner),
        to=[address],
        reply_to=[owner.press_address],
        headers=headers,
    )
    message.attach_alternative(rendered.html_for(links), "text/html")
    return message
