"""Mails co-signing clusters when a translation in their name appears or changes: once for each text.

They approve no translation (docs/adr/0047): they read it as everybody does, and may take their agreement back.
"""

from collections.abc import Sequence

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry

from clusters.co_signatures.decided_versions import public_version
from clusters.co_signatures.log_actions import TRANSLATED
from clusters.co_signatures.mails import mail_translation
from clusters.co_signatures.signed_text import digest_of_text, without_files
from clusters.publishing.schedule_move import schedule_owner
from fedcms.core.changes.outbox import Change
from fedcms.core.models import Reason
from fedcms.core.pages.write_locks import lock_with_pages
from fedcms.core.visibility import is_visible

SHOWS_OTHER_TEXT = (Reason.PUBLISHED, Reason.CHANGED, Reason.MOVED)


def tell_of_translations(changes: Sequence[Change]) -> None:
    """Mails about public translations of co-signed releases. A subscriber of public changes."""
    for change in changes:
        if change.subject != "page" or change.reason not in SHOWS_OTHER_TEXT:
            continue
        page = Page.objects.filter(pk=change.object_id, live=True).first()
        if page is not None and getattr(page.specific_class, "has_co_signers", False):
            _tell(page)


@transaction.atomic
def _tell(page: Page) -> None:
    lock_with_pages(page)
    content = public_version(page)
    clusters = [] if content is None else content.co_signing_clusters()
    if content is None or not clusters or schedule_owner(page).pk == page.pk or not is_visible(page):
        return
    text = without_files(digest_of_text(content))
    told = PageLogEntry.objects.filter(page=page.pk, action=TRANSLATED)
    if any(entry.data.get("text") == text for entry in told):
        return
    mail_translation(content, clusters)
    names = [str(each.name) for each in clusters]
    log(instance=page.specific, action=TRANSLATED, data={"text": text, "clusters": names})
