"""Keeps which questions to co-signing clusters are about a page's newest text: the dashboard shows those alone."""

from wagtail.models import Page

from clusters.co_signatures.signers import newest_text, signers_of
from clusters.models import ContentPage, CoSignature
from fedcms.core.changes.followers import BranchChanged


def note_newest(page: Page, content: ContentPage | None) -> None:
    """Notes which questions are about the newest text of a page."""
    signers = [] if content is None else signers_of(page, content)
    current = [each.signature.pk for each in signers if each.is_current and each.signature is not None]
    rows = CoSignature.objects.filter(page=page.pk)
    rows.exclude(pk__in=current).update(is_newest=False)
    rows.filter(pk__in=current).update(is_newest=True)


def note_newest_of_branch(branch: BranchChanged) -> None:
    """Notes it for the pages of a moved branch about which somebody was asked. One query where nobody was."""
    moved = Page.objects.filter(pk=branch.page_id).first() if branch.is_moved else None
    if moved is None:
        return
    asked = CoSignature.objects.filter(page__path__startswith=moved.path)
    for page in Page.objects.filter(pk__in=asked.values("page")):
        note_newest(page, newest_text(page))
