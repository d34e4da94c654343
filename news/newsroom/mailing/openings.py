"""Notes what a recipient opened by a link of a mail: people alone, once for each page and file."""

from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from fedcms.core.http.robots import is_person
from fedcms.core.visibility import visible_q
from news.models import MailingOpening, MailingRecipient

TITLE_LENGTH = 255


def note_opening(request: HttpRequest, recipient: MailingRecipient, subject: str, title: str) -> None:
    """Notes that a recipient opened something of a public release; not robots, and nobody who was erased."""
    if not subject or not recipient.email or not is_person(request):
        return
    if not Page.objects.filter(visible_q(), pk=recipient.page_id or 0).exists():
        return
    row = MailingOpening(
        recipient=recipient, subject=subject, title=title[:TITLE_LENGTH], opened_at=timezone.now()
    )
    MailingOpening.objects.bulk_create([row], ignore_conflicts=True)
