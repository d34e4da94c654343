"""Publishes the bundles whose moment has come: all pages of one, or none; then its team is told."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Page, Revision

from clusters.models import Bundle, BundleMember, BundleState
from clusters.publishing.bundles.approval import log_for, unschedule
from clusters.publishing.bundles.locking import BundleChanged, LockedBundle, locked_bundle
from clusters.publishing.bundles.obstacles import obstacles
from clusters.publishing.bundles.passage import passing
from fedcms.core.pages.publication import NotPublished, Way
from fedcms.core.visibility import visible_ids

logger = logging.getLogger("fedcms.publication")

HELD = "clusters.bundle.held"
GIVE_UP = timedelta(minutes=15)
"""For how long a bundle is tried again that fails for no reason that a person could mend."""
TRIES = 3

Reason = tuple[str, str]
"""The title of a page, and why it is refused."""
WhenHeld = Callable[[Bundle], None]

_when_held: list[WhenHeld] = []


def register_when_bundle_held(tell: WhenHeld) -> None:
    """Adds a function that is told of each bundle that was held, in the same transaction. For `AppConfig.ready`."""
    if tell not in _when_held:
        _when_held.append(tell)


@dataclass(frozen=True)
class DueRevision:
    """An approved version of a page of a bundle, in one of its languages."""

    title: str
    revision: Revision


def publish_due_bundles() -> int:
    """Publishes each approved bundle whose moment has passed, or holds it; returns how many pages became public."""
    due = Bundle.objects.filter(state=BundleState.APPROVED, moment__lte=timezone.now()).order_by(
        "moment", "pk"
    )
    return sum(_publish(key) for key in list(due.values_list("pk", flat=True)))


def _publish(bundle_id: int) -> int:
    for _attempt in range(TRIES):
        try:
            with locked_bundle(bundle_id, Way.CLOCK, skip_locked=True) as locked:
                is_due = locked is not None and locked.bundle.is_approved
                if locked is None or not is_due or locked.bundle.moment > timezone.now():
                    return 0  # another worker has it, or a publisher took it back
                return _publish_or_hold(locked)
        except BundleChanged:
            continue
        except Exception:
            logger.exception("Bundle %s is due and could not be published.", bundle_id)
            return _hold_if_late(bundle_id)
    return 0


def _publish_or_hold(locked: LockedBundle) -> int:
    bundle = locked.bundle
    number, reasons = _try(locked)
    if reasons:
        _hold(locked, {settings.LANGUAGE_CODE: reasons} | _in_other_languages(locked))
        return 0
    bundle.state, bundle.published_at = BundleState.PUBLISHED, timezone.now()
    bundle.save(update_fields=["state", "published_at"])
    BundleMember.objects.filter(bundle=bundle).update(is_open=False)
    logger.info("Bundle %s is published as scheduled: %s pages.", bundle.pk, number)
    return number


def _try(locked: LockedBundle) -> tuple[int, list[Reason]]:
    """Publishes all of a bundle; returns how many pages, and why it may not be: then nothing is written."""
    bundle = locked.bundle
    with override(settings.LANGUAGE_CODE), passing(bundle), transaction.atomic():
        number, reasons = _publish_all(locked)
        if reasons:
            transaction.set_rollback(True)
    return number, reasons


def _publish_all(locked: LockedBundle) -> tuple[int, list[Reason]]:
    found = obstacles(locked.bundle, locked.members, None, Way.CLOCK)
    reasons = [(each.member.title, words) for each in found for words in each.sentences]
    if not locked.members:
        reasons.append((locked.bundle.title, _("Ce lot est vide : ajoutez-y des pages.")))
    if reasons:
        return 0, reasons
    due = _due_revisions(locked)
    for each in due:
        try:
            each.revision.publish(log_action="wagtail.publish.scheduled")
        except NotPublished as refusal:
            reasons.append((each.title, str(refusal)))
    seen = visible_ids(locked.pages)
    for member in locked.members:
        if not reasons and member.page_id not in seen:
            reasons.append((member.title, _("le public ne la verrait pas.")))
    return len(due), reasons


def _due_revisions(locked: LockedBundle) -> list[DueRevision]:
    """Returns what was approved: the pages first, then their translations that are ready."""
    members = {member.page_id: member for member in locked.members}
    keys = {member.translation_key for member in locked.members}
    pages = list(Page.objects.filter(translation_key__in=keys).order_by("pk"))
    approved = Revision.page_revisions.filter(
        object_id__in=[str(page.pk) for page in pages], approved_go_live_at__lte=timezone.now()
    )
    by_page = {int(revision.object_id): revision for revision in approved.order_by("pk")}
    ordered = sorted(pages, key=lambda page: page.pk not in members)
    return [
        DueRevision(page.get_admin_display_title(), by_page[page.pk])
        for page in ordered
        if page.pk in by_page
    ]


def _in_other_languages(locked: LockedBundle) -> dict[str, list[Reason]]:
    """Returns the reasons as the readers of other languages are told."""
    found = {}
    for code, _name in settings.LANGUAGES:
        if code != settings.LANGUAGE_CODE:
            with override(code), passing(locked.bundle), transaction.atomic():
                found[code] = _publish_all(locked)[1]
                transaction.set_rollback(True)
    return found


def _hold(locked: LockedBundle, reasons: dict[str, list[Reason]]) -> None:
    """Cancels the schedules of all pages, notes why, and tells the team."""
    bundle = locked.bundle
    unschedule(bundle, locked.members)
    for member in locked.members:
        log_for(member, HELD, None)
    bundle.state, bundle.held_at, bundle.held_reasons = BundleState.HELD, timezone.now(), reasons
    bundle.save(update_fields=["state", "held_at", "held_reasons"])
    words = [sentence for _title, sentence in reasons[settings.LANGUAGE_CODE]]
    logger.warning("Bundle %s is due and is held: %s", bundle.pk, " ".join(words))
    for tell in _when_held:
        try:
            with transaction.atomic():
                tell(bundle)
        except Exception:
            logger.exception("Nobody could be told that bundle %s is held.", bundle.pk)


def _hold_if_late(bundle_id: int) -> int:
    """Holds a bundle that has failed for a quarter of an hour: it would appear when nobody expects it any more."""
    try:
        with locked_bundle(bundle_id, Way.CLOCK, skip_locked=True) as locked:
            if locked is None or not locked.bundle.is_approved:
                return 0
            if timezone.now() - locked.bundle.moment >= GIVE_UP:
                _hold(locked, _technical(locked.bundle))
    except Exception:
        logger.exception("Bundle %s could not be held.", bundle_id)
    return 0


def _technical(bundle: Bundle) -> dict[str, list[Reason]]:
    found = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            words = _("Le site n’a pas pu publier ces pages : prévenez qui s’en occupe.")
            found[code] = [(bundle.title, words)]
    return found
