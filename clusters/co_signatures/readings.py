"""Reads what a person may see of a page's co-signatures, and what their clusters have agreed to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from wagtail.models import Page

from clusters.co_signatures.decided_versions import Appearance
from clusters.co_signatures.signers import Signer, agreements_of, newest_text, signers_of, signs_for
from clusters.models import Cluster, ContentPage, CoSignature
from fedcms.core.visibility import visible_q
from fedcms.users.models import User


@dataclass(frozen=True)
class Reading:
    """What a person may do with the co-signatures of a page."""

    page: Page
    content: ContentPage
    signers: list[Signer]
    mine: list[Signer]
    """The clusters that sign the newest text, were asked, and for which the person answers."""
    agreements: list[tuple[CoSignature, Appearance]]
    """What the person's clusters agree to, each its last text first, and how that is before the public."""
    is_lead: bool

    @property
    def may_read(self) -> bool:
        """Whether they may read the newest text: the lead's team, and who was asked about this very text."""
        return self.is_lead or any(each.is_current for each in self.mine)

    @property
    def shown_signers(self) -> list[Signer]:
        """The clusters of which the person may know: who may not read the newest text knows of their own alone."""
        return self.signers if self.may_read else self.mine


@dataclass(frozen=True)
class EarlierAgreement:
    """The agreement of a cluster to a text that is not the newest."""

    cluster: Cluster
    approved_at: datetime | None
    appearance: Appearance


def reading_of(user: User, page_id: int) -> Reading:
    """Returns the co-signatures of a page for a person.

    Raises `Http404`, and `PermissionDenied` for people who neither edit the page nor were ever asked to co-sign it.
    """
    page: Page = get_object_or_404(Page.objects.select_related("locale"), pk=page_id, depth__gt=1)
    content = newest_text(page)
    if content is None:
        raise PermissionDenied
    is_lead = bool(page.specific.permissions_for_user(user).can_edit())
    theirs = signs_for(user)
    was_asked = CoSignature.objects.filter(page=page.pk, cluster__in=theirs).exists()
    if not (is_lead or was_asked):
        raise PermissionDenied
    signers = signers_of(page, content)
    mine = [each for each in signers if each.cluster.pk in theirs and each.signature is not None]
    return Reading(page, content, signers, mine, agreements_of(page, theirs), is_lead)


def earlier_agreements(reading: Reading, digest: str) -> Iterator[EarlierAgreement]:
    """Yields for each cluster of a person to what it agreed besides the newest text: what is decided comes first."""
    by_cluster: dict[int, EarlierAgreement] = {}
    for row, appearance in reading.agreements:
        known = by_cluster.get(row.cluster_id)
        if row.digest != digest and (known is None or appearance.is_decided > known.appearance.is_decided):
            by_cluster[row.cluster_id] = EarlierAgreement(row.cluster, row.decided_at, appearance)
    yield from by_cluster.values()


def public_translations(page: Page) -> list[Page]:
    """Returns the translations of a page that everybody reads. One query."""
    found = Page.objects.filter(visible_q(), translation_key=page.translation_key).exclude(pk=page.pk)
    return list(found.select_related("locale").order_by("locale__language_code"))
