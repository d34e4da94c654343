"""Publishes the bundles whose moment has come: all pages of one, or none; then its team is told.

The pages decide. A translation that is refused at the moment is left out: it follows by the clock, as any that is late.
"""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Revision

from clusters.models import Bundle, BundleMember, BundleState
from clusters.publishing.bundles.approval import log_for, unschedule
from clusters.publishing.bundles.due_versions import DueVersion, due_versions
from clusters.publishing.bundles.let_through import letting_through
from clusters.publishing.bundles.locking import BundleChanged, LockedBundle, locked_bundle
from clusters.publishing.bundles.member_refusals import named_reason, refusals_of_members
from clusters.publishing.may_publish import may_publish
from fedcms.core.pages.publication import NotPublished, Way
from fedcms.core.visibility import visible_ids

logger = logging.getLogger("fedcms.publication")

HELD = "clusters.bundle.held"
GIVE_UP = timedelta(minutes=15)
"""For how long a bundle is tried again that fails for no reason that a person could mend."""
TRIES = 3

Reason = tuple[str, str]
"""The title of a page, and why it is refused."""
Reasons = dict[str, list[Reason]]
"""By language, for its readers."""
WhenHeld = Callable[[Bundle], None]

_when_held: list[WhenHeld] = []


def register_when_bundle_held(tell: WhenHeld) -> None:
    """Adds a function that is told of each bundle that was held, in the same transaction. For `AppConfig.ready`."""
    if tell not in _when_held:
        _when_held.append(tell)


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
        _hold(locked, reasons)
        return 0
    bundle.state, bundle.published_at = BundleState.PUBLISHED, timezone.now()
    bundle.save(update_fields=["state", "published_at"])
    BundleMember.objects.filter(bundle=bundle).update(is_open=False)
    logger.info("Bundle %s is published as scheduled: %s pages.", bundle.pk, number)
    return number


def _try(locked: LockedBundle) -> tuple[int, Reasons]:
    """Publishes all of a bundle; returns how many pages, and why it may not be: then nothing is written."""
    with override(settings.LANGUAGE_CODE), letting_through(locked.bundle), transaction.atomic():
        number, reasons = _publish_all(locked)
        if reasons:
            transaction.set_rollback(True)
    return number, reasons


def _publish_all(locked: LockedBundle) -> tuple[int, Reasons]:
    if _refused_before(locked):
        return 0, _in_each_language(lambda: _refused_before(locked))
    pages, translations = due_versions(locked)
    reasons: Reasons = {}
    for due in pages:
        for code, found in _publish_page(due).items():
            reasons.setdefault(code, []).extend(found)
    if reasons:
        return 0, reasons
    seen = visible_ids(locked.pages)
    unseen = [member for member in locked.members if member.page_id not in seen]
    if unseen:
        return 0, _in_each_language(
            lambda: [(member.current_title, _("le public ne la verrait pas.")) for member in unseen]
        )
    return len(pages) + sum(map(_publish_translation, translations)), {}


def _in_each_language(reasons_for_reader: Callable[[], list[Reason]]) -> Reasons:
    """Returns the reasons as the readers of each language are told; empty if there are none."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            found[code] = reasons_for_reader()
    return found if any(found.values()) else {}


def _refused_before(locked: LockedBundle) -> list[Reason]:
    """Returns what stands against the pages before any of them is published."""
    if not locked.members:
        return [(locked.bundle.title, _("Ce lot est vide : ajoutez-y des pages."))]
    found = refusals_of_members(locked.bundle, locked.members, None, Way.CLOCK)
    return [(each.member.current_title, words) for each in found for words in each.sentences]


def _publish_page(due: DueVersion) -> Reasons:
    """Publishes a page of the bundle; returns why it is refused."""
    revision = due.read()
    if revision is None:
        return {}  # the public does not see it then, which is asked about
    try:
        revision.publish(log_action="wagtail.publish.scheduled")
    except NotPublished as refusal:
        words = str(refusal)
        return _in_each_language(lambda: _refused_at_last(due, revision) or [(due.title, words)])
    return {}


def _refused_at_last(due: DueVersion, revision: Revision) -> list[Reason]:
    """Returns why the policies refuse a page, in the language of its reader."""
    page = revision.content_object
    decision = may_publish(page, revision, None, Way.CLOCK)
    return [(due.title, named_reason(page, part)) for refusal in decision.refusals for part in refusal.parts]


def _publish_translation(due: DueVersion) -> int:
    """Publishes a translation, or leaves it out if it is refused; returns how many pages that are."""
    revision = due.read()
    if revision is None:
        return 0
    try:
        revision.publish(log_action="wagtail.publish.scheduled")
    except NotPublished as refusal:
        logger.warning("Revision %s is due with a bundle, and follows later: %s", due.revision_id, refusal)
        return 0
    return 1


def _hold(locked: LockedBundle, reasons: Reasons) -> None:
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


def _technical(bundle: Bundle) -> Reasons:
    return _in_each_language(
        lambda: [(bundle.title, _("Le site n’a pas pu publier ces pages : prévenez qui s’en occupe."))]
    )
