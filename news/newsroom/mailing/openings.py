"""Notes what a recipient opened by a link of a mail: people alone, once for the page and each of its press files."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from fedcms.core.http.robots import is_person
from fedcms.core.visibility import visible_q
from news.models import MailingOpening, MailingRecipient, PressReleasePage

TITLE_LENGTH = 255


def _may_note(request: HttpRequest, recipient: MailingRecipient) -> bool:
    """Returns whether a person opens something of a public release; of whoever was erased nothing is noted."""
    if not recipient.email or not is_person(request):
        return False
    return bool(Page.objects.filter(visible_q(), pk=recipient.page_id or 0).exists())


def _note(recipient: MailingRecipient, subject: str, title: str) -> None:
    row = MailingOpening(
        recipient=recipient, subject=subject, title=title[:TITLE_LENGTH], opened_at=timezone.now()
    )
    MailingOpening.objects.bulk_create([row], ignore_conflicts=True)


def note_page(request: HttpRequest, recipient: MailingRecipient) -> None:
    """Notes that a recipient opened the page of their mail."""
    if _may_note(request, recipient):
        _note(recipient, f"page:{recipient.page_id}", recipient.mailing.title)


def note_file(request: HttpRequest, recipient: MailingRecipient, subject: str) -> None:
    """Notes that a recipient opened a file, "document:12", if it is one of the release: no others, however many."""
    if not subject or not _may_note(request, recipient):
        return
    page = PressReleasePage.objects.filter(pk=recipient.page_id).first()
    title = dict(_files_of(page)).get(subject) if page is not None else None
    if title is not None:
        _note(recipient, subject, title)


def _files_of(page: PressReleasePage) -> Iterator[tuple[str, str]]:
    """Yields each file of a release, attached, in its body or its image, with its title as it is stored."""
    documents = [each.document for each in page.attachments.select_related("document")]
    for block in page.body:
        if block.block_type == "documents":
            documents += [each for each in block.value["documents"] if each is not None]
    for document in documents:
        yield f"document:{document.pk}", document.title
    if page.lead_image is not None:
        yield f"image:{page.lead_image.pk}", page.lead_image.title
