"""Decides what is in a mail to a subscriber at the moment it leaves, and writes it.

Asked for each mail, just before: is the page visible, do they still want it, are they still subscribed? What is not
visible is left out; a mail with nothing left is not sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from clusters.content.teaser_rows import as_rows, as_teasers, rows_of
from clusters.content.teasers import Teaser
from clusters.models import (
    Cluster,
    ContentPage,
    EmergencyWithdrawal,
    MailedPage,
    MailPurpose,
    MailState,
    SubscriberMail,
    SubscriberState,
)
from clusters.subscriptions.announced_pages import AnnouncedPage, public_pages
from clusters.subscriptions.choices import choices_of, preferred_languages
from clusters.subscriptions.links import confirm_address, manage_address
from clusters.subscriptions.messages import MailText, message_to
from fedcms.core.i18n.plain_text import clean_line
from fedcms.core.pages.addresses import absolute, home_address
from fedcms.core.seo.site_name import site_name

LONGEST_SUBJECT = 200
DAYS_TO_ANSWER = 30
"""So long after a reminder without an answer, a subscriber is erased."""


@dataclass(frozen=True)
class ComposedMail:
    """A mail as it leaves, and the translation keys of the pages that it tells of."""

    message: EmailMultiAlternatives
    keys: frozenset[UUID]


@dataclass(frozen=True)
class MailItem:
    """A page as a mail shows it, in the language in which it is shown; `url` is absolute."""

    teaser: Teaser
    language: str
    url: str


def compose(mail: SubscriberMail) -> ComposedMail | None:
    """Returns a mail as it is to leave now; `None` if nothing is to be sent any more."""
    with override(mail.subscriber.language):
        if mail.purpose == MailPurpose.LINK:
            return _link(mail)
        # Asked also in a pause: what nobody wants any more is not kept for good.
        if mail.purpose == MailPurpose.REMINDER:
            return _reminder(mail)
        if mail.subscriber.state != SubscriberState.ACTIVE:
            return None
        return _withdrawal_notice(mail) if mail.purpose == MailPurpose.WITHDRAWAL else _pages(mail)


def _pages(mail: SubscriberMail) -> ComposedMail | None:
    pages = pages_to_tell(mail)
    if not pages:
        return None
    items = _items(pages)
    number = len(pages) + mail.left_out
    if mail.purpose == MailPurpose.PAGE and number == 1:
        subject = clean_line(items[0].teaser.title)
    else:
        subject = ngettext(
            "%(number)d nouvelle de la Fédération EdTech",
            "%(number)d nouvelles de la Fédération EdTech",
            number,
        ) % {"number": number}
    context: dict[str, object] = {
        "items": items,
        "more": mail.left_out,
        "is_digest": number > 1,
        "site": absolute(home_address(get_language() or settings.LANGUAGE_CODE)),
    }
    text = MailText(subject[:LONGEST_SUBJECT], "clusters/subscriptions/mail_pages.html", context)
    return ComposedMail(message_to(mail, text), frozenset(page.translation_key for page in pages))


def pages_to_tell(mail: SubscriberMail) -> list[AnnouncedPage]:
    """Returns the pages of a mail that are visible and wanted now, each in the first language of its reader."""
    subscriber = mail.subscriber
    choices = choices_of([subscriber])[subscriber.pk]
    order = [code for code, _name in settings.LANGUAGES]
    languages = preferred_languages(subscriber.language, choices.languages, order)
    keys = MailedPage.objects.filter(mail=mail).values_list("translation_key", flat=True)
    wanted = [page for page in public_pages(list(keys)) if choices.want(page)]
    chosen: dict[UUID, AnnouncedPage] = {}
    for page in sorted(wanted, key=lambda page: languages.index(page.language)):
        chosen.setdefault(page.translation_key, page)
    return list(chosen.values())


def _items(pages: Sequence[AnnouncedPage]) -> list[MailItem]:
    """Returns the pages, newest first, with what a mail shows of them."""
    languages = {page.pk: page.language for page in pages}
    found = ContentPage.objects.filter(pk__in=languages).order_by("-first_published_at", "-pk")
    rows = as_rows(rows_of(found, with_images=False))
    return [
        MailItem(teaser, languages[row.pk], absolute(teaser.url))
        for row, teaser in zip(rows, as_teasers(rows), strict=True)
    ]


def _withdrawal_notice(mail: SubscriberMail) -> ComposedMail | None:
    """Returns the notice of a withdrawal: no title, no text, only who published, since what it said is withdrawn."""
    withdrawal = mail.withdrawal
    if withdrawal is None or withdrawal.ended_at is not None:
        return None
    had = MailedPage.objects.filter(
        subscriber=mail.subscriber_id,
        translation_key=withdrawal.translation_key,
        mail__state__in=(MailState.SENT, MailState.SENDING),
    )
    told = had.select_related("mail").first()
    if told is None:
        return None
    context: dict[str, object] = {
        "sent_at": told.mail.sent_at or told.mail.created_at,
        "owner": str(_owner_of(withdrawal) or site_name()),
    }
    subject = _("Un contenu que vous avez reçu est retiré")
    text = MailText(subject, "clusters/subscriptions/mail_withdrawal.html", context)
    return ComposedMail(message_to(mail, text), frozenset())


def _owner_of(withdrawal: EmergencyWithdrawal) -> Cluster | None:
    page = (
        ContentPage.objects.filter(translation_key=withdrawal.translation_key)
        .select_related("cluster")
        .first()
    )
    return page.cluster if page is not None else None


def _reminder(mail: SubscriberMail) -> ComposedMail | None:
    if mail.subscriber.reminded_at is None:
        return None  # they gave a sign meanwhile
    context: dict[str, object] = {"since": mail.subscriber.confirmed_at, "days": DAYS_TO_ANSWER}
    text = MailText(_("Voulez-vous rester abonné ?"), "clusters/subscriptions/mail_reminder.html", context)
    return ComposedMail(message_to(mail, text), frozenset())


def _link(mail: SubscriberMail) -> ComposedMail:
    """Returns the link that somebody asked for: to confirm, or to their choices if they are subscribed by now."""
    is_new = mail.subscriber.state == SubscriberState.UNCONFIRMED
    link = confirm_address(mail.subscriber) if is_new else manage_address(mail.subscriber)
    subject = _("Confirmez votre abonnement") if is_new else _("Votre abonnement")
    context: dict[str, object] = {"is_new": is_new, "link": link}
    text = MailText(subject, "clusters/subscriptions/mail_link.html", context)
    return ComposedMail(message_to(mail, text), frozenset())
