"""What the holder of an accreditation may read now: in which language, in which version, and until when it is secret.

Journalists read what is approved and scheduled, exactly as it will appear, while the clusters that sign it agree to it;
guests the newest draft, signed or not, unless the page was taken off the site after their link was given. Nobody reads
by a link what is withdrawn or has a view restriction, nor what left the section of who gave it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import CharField
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Page, Revision

from clusters.content.registry import kinds_where
from clusters.models import Accreditation, ContentPage
from clusters.models.accreditation import AccreditationScope
from clusters.models.kinds import classes_by_kind
from clusters.press_access.taken_off import is_withdrawn, was_taken_off_since
from clusters.translation.drafts.undecided_sources import follows_undecided
from fedcms.core.visibility import is_visible, unrestricted_q

MOST_LISTED = 100
"""So many scheduled releases of one owner are looked at."""


_agreements: list[Callable[[Page, Revision], bool]] = []


def register_agreement(is_agreed: Callable[[Page, Revision], bool]) -> None:
    """Adds a function that tells whether others agree to a scheduled version. Apps call it in `AppConfig.ready`."""
    if is_agreed not in _agreements:
        _agreements.append(is_agreed)


def _is_agreed(page: Page, revision: Revision) -> bool:
    return all(is_agreed(page, revision) for is_agreed in _agreements)


class NotReadable(StrEnum):
    """Why a page cannot be read by a link."""

    NOT_YET = "not_yet"
    GONE = "gone"


@dataclass(frozen=True)
class ReadablePage:
    """A page as a holder reads it: `content` is of its own class, as the revision has it.

    `moment` is when it appears (aware, to come), `None` for a draft without one. `is_held` says that it was approved
    for a moment that is over, and is not public: its publication was refused, or the worker has not come round.
    """

    content: ContentPage
    moment: datetime | None
    is_held: bool = False


@dataclass(frozen=True)
class ListedPage:
    """A line of what a holder may read."""

    page_id: int
    title: str
    language: str
    moment: datetime
    is_held: bool


def _revision_to_read(page: Page, *, is_guest: bool) -> Revision | None:
    """Returns the version of a page that a holder reads; `page` is of `_versions`."""
    if not is_guest:
        # A translation stays approved when the schedule of its page is cancelled, and is not to be read either.
        scheduled: Revision | None = None if page.waits_for_original else page.scheduled_revision
        return scheduled if scheduled is not None and _is_agreed(page, scheduled) else None
    if page.live and not page.has_unpublished_changes:
        return None
    newest: Revision | None = page.latest_revision
    return newest


def _versions(accreditation: Accreditation, page: Page) -> list[Page]:
    """Returns the page in the holder's language, then in the one that was chosen for them; for guests, that alone.

    None when the page is restricted, or left the section of who gave the accreditation.
    """
    versions = ContentPage.objects.filter(
        unrestricted_q(),
        translation_key=page.translation_key,
        alias_of=None,
        cluster=accreditation.cluster_id,
    ).select_related("locale", "latest_revision")
    versions = versions.annotate(waits_for_original=follows_undecided())
    if accreditation.is_guest:
        return [version for version in versions if version.pk == page.pk]
    wanted = [version for version in versions if version.locale.language_code == accreditation.language]
    return wanted + [version for version in versions if version.pk == page.pk and version not in wanted]


def find_readable(accreditation: Accreditation, page: Page | None) -> ReadablePage | Page | NotReadable:
    """Returns what a holder reads of a page: a version before publication, the public page, or why there is nothing.

    A page that was never asked for under this accreditation is `GONE`, too.
    """
    if page is None or not _opens(accreditation, page):
        return NotReadable.GONE
    versions = _versions(accreditation, page)
    if not versions or is_withdrawn(page):
        return NotReadable.GONE
    if accreditation.is_guest and was_taken_off_since(versions[0], accreditation.given_at):
        return NotReadable.GONE
    # A correction under embargo in any version comes before what is public in the holder's own language.
    for version in versions:
        revision = _revision_to_read(version, is_guest=accreditation.is_guest)
        if revision is not None:
            return _readable(revision, is_guest=accreditation.is_guest)
    for version in versions:
        if is_visible(version):
            return version
    # Who may ask for any page learns of none that it is being prepared.
    is_asked_for = accreditation.scope == AccreditationScope.PAGE
    was_public = any(version.first_published_at is not None for version in versions)
    return NotReadable.NOT_YET if is_asked_for and not was_public else NotReadable.GONE


def _readable(revision: Revision, *, is_guest: bool) -> ReadablePage:
    content = revision.as_object()
    moment: datetime | None = revision.approved_go_live_at
    if moment is None and is_guest:
        moment = content.go_live_at  # as it is planned
    is_over = moment is not None and moment <= timezone.now()
    return ReadablePage(content, None if is_over else moment, is_held=is_over and not is_guest)


def _opens(accreditation: Accreditation, page: Page) -> bool:
    """Returns whether an accreditation is for a page at all, whatever can be read of it."""
    if accreditation.is_guest:
        return bool(accreditation.page_id == page.pk)
    if accreditation.scope == AccreditationScope.PAGE:
        return accreditation.page is not None and accreditation.page.translation_key == page.translation_key
    kinds = tuple(classes_by_kind[kind] for kind in embargoed_kinds())
    specific = page.specific
    if not isinstance(specific, kinds) or specific.cluster_id != accreditation.cluster_id:
        return False
    if accreditation.scope == AccreditationScope.ALL:
        return True
    scheduled = page.scheduled_revision
    content = scheduled.as_object() if scheduled else specific
    return accreditation.topic_id in {topic.pk for topic in content.topics.all()}


def embargoed_kinds() -> tuple[str, ...]:
    """Returns the kinds that are under embargo until their moment: releases."""
    return kinds_where(lambda kind: kind.schedule_is_embargo)


def _scheduled(accreditation: Accreditation) -> Iterator[tuple[ContentPage, Revision]]:
    """Yields the scheduled releases of an accreditation's owner, the next first.

    Two queries, and some for each one that other clusters sign: a version to which one does not agree is left out, and
    so is a translation of a release that is not scheduled any more.
    """
    models = [classes_by_kind[kind] for kind in embargoed_kinds()]
    keys = (
        ContentPage.objects.type(*models)
        .filter(unrestricted_q(), ~follows_undecided(), cluster=accreditation.cluster_id, alias_of=None)
        .annotate(key=Cast("pk", CharField()))
        .values("key")
    )
    revisions = Revision.page_revisions.filter(approved_go_live_at__isnull=False, object_id__in=keys)
    found = list(revisions.order_by("approved_go_live_at", "pk")[:MOST_LISTED])
    pages = ContentPage.objects.select_related("locale").in_bulk([int(each.object_id) for each in found])
    for revision in found:
        page = pages.get(int(revision.object_id))
        if page is not None and _is_agreed(page, revision):
            yield page, revision


def listed_pages(accreditation: Accreditation) -> list[ListedPage]:
    """Returns what the holder of an accreditation for a topic, or for all releases, may read: one line a release."""
    by_key: dict[object, list[tuple[ContentPage, Revision]]] = {}
    for page, revision in _scheduled(accreditation):
        topics = revision.content.get("topics") or []
        if accreditation.scope == AccreditationScope.ALL or accreditation.topic_id in topics:
            by_key.setdefault(page.translation_key, []).append((page, revision))
    lines = []
    for versions in by_key.values():
        page, revision = next(
            (pair for pair in versions if pair[0].locale.language_code == accreditation.language),
            versions[0],
        )
        title = str(revision.content.get("title", page.title))
        moment = revision.approved_go_live_at
        lines.append(ListedPage(page.pk, title, page.locale.language_code, moment, moment <= timezone.now()))
    return lines
