"""What a recipient gets of a release at this very moment; stops a mailing whose release may not be sent any more.

Asked again before each mail: a release may be withdrawn, a journalist lose their accreditation, while a mailing is
under way. What is public is asked of `visible_q`, what is under embargo of the accredited access.
"""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from clusters.models import Accreditation, ContentPage
from clusters.models.accreditation import AccreditationKind
from clusters.models.owner import SectionOwner
from clusters.press_access.granting import add_link
from clusters.press_access.readable_pages import ReadablePage, find_readable
from clusters.press_access.taken_off import is_withdrawn
from fedcms.core.pages.addresses import absolute, quoted_path
from fedcms.core.visibility import unrestricted_q, visible_q
from news.models import Mailing, MailingRecipient, PauseReason, PressReleasePage
from news.newsroom.mailing.links import reader_token, reading_address
from news.newsroom.mailing.message import MessageText, RenderedMessage, render_message


class NotSendable(Exception):
    """The release may not be sent to anybody any more; the reason is one of `PauseReason`."""

    def __init__(self, reason: PauseReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class NotForRecipient(Exception):
    """The release may not be sent to this recipient any more."""


@dataclass(frozen=True)
class SendableMessage:
    """The release as a mail for one recipient: the version that it holds, and where its page is read."""

    rendered: RenderedMessage
    page_id: int
    address: str
    """The public path of the page; "" before publication."""
    reading: str
    """The absolute address in the mail, which ends with "/"."""


def text_for(mailing: Mailing, language: str) -> MessageText:
    """Returns what the team wrote for a language."""
    written = mailing.texts.get(language, {})
    return MessageText(written.get("subject", ""), written.get("introduction", ""))


@dataclass(frozen=True)
class _PublicVersion:
    page_id: int
    language: str
    revision_id: int | None
    published_at: datetime | None
    url_path: str


class ReleaseMessages:
    """The mails of a mailing, each version written once as long as it stays as it is."""

    def __init__(self, mailing: Mailing, owner: SectionOwner) -> None:
        self._mailing, self._owner = mailing, owner
        self._written: dict[object, RenderedMessage] = {}

    def message_to(self, recipient: MailingRecipient) -> SendableMessage:
        """Returns what a recipient gets now. Raises `NotSendable`, `NotForRecipient`."""
        if self._mailing.is_before_publication:
            return self._under_embargo(recipient)
        return self._public(recipient)

    def _public(self, recipient: MailingRecipient) -> SendableMessage:
        versions = self._public_versions()
        source = next((each for each in versions if each.page_id == self._mailing.page_id), None)
        if source is None:
            raise NotSendable(PauseReason.NOT_PUBLIC)
        by_language = {each.language: each for each in versions}
        read = recipient.languages.split()
        version = next((by_language[code] for code in read if code in by_language), source)
        # A reader who does not know the language of the source is told so in the first of theirs.
        stranger = read[0] if read and version.language not in read else ""
        key = (version, stranger)
        if key not in self._written:
            page = PressReleasePage.objects.select_related("locale", "cluster").get(pk=version.page_id)
            self._written[key] = render_message(
                page, self._owner, text_for(self._mailing, version.language), reader_language=stranger
            )
        reading = reading_address(reader_token(recipient.pk))
        return SendableMessage(self._written[key], version.page_id, quoted_path(version.url_path), reading)

    def _public_versions(self) -> list[_PublicVersion]:
        """Returns the visible versions of the release in the section of its team. One query."""
        page = self._mailing.page
        if page is None:
            return []
        found = ContentPage.objects.filter(
            visible_q(), translation_key=page.translation_key, cluster=self._mailing.cluster_id
        )
        columns = ("pk", "locale__language_code", "live_revision_id", "last_published_at", "url_path")
        return [_PublicVersion(*row) for row in found.order_by("pk").values_list(*columns)]

    def _under_embargo(self, recipient: MailingRecipient) -> SendableMessage:
        page = Page.objects.filter(pk=self._mailing.page_id or 0).first()
        if page is None or not is_under_embargo(page):
            raise NotSendable(PauseReason.NOT_READABLE)
        accreditation, found = self._readable_by(recipient, page)
        content = found.content
        language = content.locale.language_code
        stranger = accreditation.language if accreditation.language != language else ""
        key = (content.pk, content.latest_revision_id, found.moment, stranger)
        if key not in self._written:
            self._written[key] = render_message(
                content,
                self._owner,
                text_for(self._mailing, language),
                reader_language=stranger,
                embargo=found.moment,
            )
        address = reverse("press_access_page", args=[add_link(accreditation), content.pk])
        return SendableMessage(self._written[key], content.pk, "", absolute(address))

    def _readable_by(self, recipient: MailingRecipient, page: Page) -> tuple[Accreditation, ReadablePage]:
        """Returns an accreditation of the recipient that opens the page now, and what it opens, the row's own first.

        Of two that a person has, one may have ended. Raises `NotForRecipient`.
        """
        theirs = Accreditation.objects.of_cluster(self._mailing.cluster_id).valid()
        theirs = theirs.filter(kind=AccreditationKind.JOURNALIST, email_key=recipient.email_key)
        theirs = theirs.select_related("page")
        for each in sorted(theirs, key=lambda each: each.pk != recipient.accreditation_id):
            found = find_readable(each, page.specific)
            if isinstance(found, ReadablePage) and not found.is_held and found.moment is not None:
                return each, found
        raise NotForRecipient("access")


def is_under_embargo(page: Page) -> bool:
    """Returns whether a release is approved for a moment to come, and not public: the accredited may read it."""
    revision = page.scheduled_revision
    if revision is None or page.live or is_withdrawn(page):
        return False
    if revision.approved_go_live_at <= timezone.now():
        return False
    return bool(Page.objects.filter(unrestricted_q(), pk=page.pk).exists())
