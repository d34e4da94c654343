"""Reads which pages an emergency withdrawal concerns, and whether one is open."""

from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import Page

from clusters.models import Announcement, EmergencyWithdrawal, MailedPage, MailState, StructuralPage
from fedcms.users.models import User

URL_NAME = "emergency_withdrawal"


@dataclass(frozen=True)
class OutgoingPage:
    """A page that a withdrawal takes off the site: it is public, or approved to appear later."""

    page: Page
    is_live: bool
    is_scheduled: bool

    @property
    def language(self) -> str:
        """The name of its language, in that language."""
        return str(self.page.locale.get_display_name())


def languages_of(page: Page) -> list[Page]:
    """Returns a page in all its languages, each as its own class, the oldest first."""
    found = Page.objects.filter(translation_key=page.translation_key, alias_of=None)
    return list(found.select_related("locale").order_by("pk").specific())


def outgoing(page: Page) -> list[OutgoingPage]:
    """Returns what a withdrawal of a page would take off the site, the oldest page first."""
    rows = (OutgoingPage(each, each.live, each.approved_schedule) for each in languages_of(page))
    return [row for row in rows if row.is_live or row.is_scheduled]


def open_withdrawal(page: Page) -> EmergencyWithdrawal | None:
    """Returns the withdrawal of a page that nobody has ended, or `None`. One query."""
    return EmergencyWithdrawal.objects.open().of(page.translation_key).select_related("withdrawn_by").first()


def may_withdraw(page: Page, user: User) -> bool:
    """Returns whether a person may withdraw a page: they may publish it, and it is no root of a section."""
    if issubclass(page.specific_class or Page, StructuralPage):
        return False
    return bool(page.specific.permissions_for_user(user).can_publish())


def number_told(page: Page) -> int:
    """Returns how many subscribers received a page by mail, in whatever language, or are about to. One query."""
    states = (MailState.WAITING, MailState.SENDING, MailState.SENT)
    return MailedPage.objects.filter(translation_key=page.translation_key, mail__state__in=states).count()


def may_have_been_told(page: Page) -> bool:
    """Returns whether a page was announced to subscribers: mails may be leaving just now. One query."""
    return Announcement.objects.filter(translation_key=page.translation_key).exists()


def screen_address(page: Page) -> str:
    """Returns the address of the screen on which a page is withdrawn, and put back."""
    return reverse(URL_NAME, args=[page.pk])


def withdrawal_context(page: Page, user: AbstractBaseUser | AnonymousUser) -> dict[str, object]:
    """Returns the open withdrawal for the editor, and its screen for people who may end it. One query without."""
    withdrawal = open_withdrawal(page)
    is_theirs = withdrawal is not None and isinstance(user, User) and may_withdraw(page, user)
    return {"withdrawal": withdrawal, "withdrawal_url": screen_address(page) if is_theirs else ""}


def require_right(pages: list[Page], user: User) -> None:
    """Raises `PermissionDenied` unless a person may withdraw all these pages."""
    if not pages or not all(may_withdraw(page, user) for page in pages):
        raise PermissionDenied
