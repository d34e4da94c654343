"""Approves a bundle, moves its moment, takes its approval back: for all of its pages at once, or for none."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import LogContext, log
from wagtail.models import Page, Revision

from clusters.models import Bundle, BundleMember, BundleState
from clusters.publishing.bundles.let_through import letting_through
from clusters.publishing.bundles.locking import (
    BundleChanged,
    LockedBundle,
    locked_bundle,
    stamp_of,
    stamp_of_form,
)
from clusters.publishing.bundles.member_refusals import (
    BundleRefused,
    MemberRefusals,
    refusals_of_members,
    with_moment,
)
from clusters.publishing.bundles.selection import require_role, reviews_for_federation
from clusters.publishing.refusal import Refusal
from clusters.publishing.schedule_move import move_schedule
from fedcms.core.pages.publication import Way
from fedcms.users.models import User

APPROVED = "clusters.bundle.approved"
REOPENED = "clusters.bundle.reopened"


def log_for(member: BundleMember, action: str, user: User | None, **data: object) -> None:
    """Writes an entry into the history of a member's page, with the name of its bundle."""
    if member.page is None:
        return
    # Wagtail's history shows one entry of an action for each context: that of a request would be shown on one page.
    with LogContext(user=user):
        bundle = {"bundle": member.bundle.title, "moment": member.bundle.moment.isoformat()}
        log(instance=member.page.specific, action=action, user=user, data=bundle | data)


def existing(locked: LockedBundle | None) -> LockedBundle:
    """Returns a bundle that is there and has not appeared. Raises `Refusal` otherwise."""
    if locked is None:
        raise Refusal(_("Ce lot n’existe plus : rien n’a été fait."), reason="gone")
    if not locked.bundle.is_open:
        raise Refusal(_("Ce lot a déjà paru : rien n’a été fait."), reason="published")
    return locked


def approve(bundle_id: int, user: User, shown: str) -> Bundle:
    """Schedules all pages of a bundle at its moment, after every policy was asked about each of them.

    `shown` is the mark (`stamp_of`) of what the person was shown. Raises `PermissionDenied` for people who do not
    publish in its section, `BundleRefused` with the reasons of each page, `BundleChanged`, and `Refusal` for a bundle
    that is empty, approved already, or whose moment has passed. Then nothing is scheduled.
    """
    with locked_bundle(bundle_id, Way.BUNDLE) as found:
        locked = existing(found)
        bundle = locked.bundle
        require_role(user, bundle, publisher=True)
        if bundle.is_approved:
            raise Refusal(_("Ce lot est déjà approuvé : rien n’a été fait."), reason="approved_already")
        if shown != stamp_of(bundle, locked.members):
            raise BundleChanged
        if not locked.members:
            raise Refusal(_("Ce lot est vide : ajoutez-y des pages."), reason="empty")
        refuse_past(bundle.moment)
        schedule(bundle, locked.members, user)
        bundle.state, bundle.held_at, bundle.held_reasons = BundleState.APPROVED, None, {}
        bundle.approved_at, bundle.approved_by = timezone.now(), user
        bundle.asked_at = bundle.asked_by = None
        bundle.save()
        return bundle


def refuse_past(moment: datetime) -> None:
    """Raises `Refusal` for a moment that is not to come."""
    if moment <= timezone.now():
        raise Refusal(
            _("Le moment de diffusion est passé : choisissez-en un à venir."), field="moment", reason="past"
        )


def schedule(bundle: Bundle, members: list[BundleMember], user: User) -> None:
    """Approves the newest version of pages for the moment of their bundle. Raises `BundleRefused`: all or none."""
    is_allowed = reviews_for_federation(user, bundle.cluster_id)
    with letting_through(bundle):
        if found := refusals_of_members(bundle, members, user, Way.BUNDLE):
            raise BundleRefused(found)
        for member in members:
            newest = member.page.specific.get_latest_revision() if member.page else None
            revision = with_moment(newest, bundle.moment)
            if revision is None:
                raise BundleChanged
            revision.save(update_fields=["content"])
            with LogContext(user=user):
                revision.publish(user=user, skip_permission_checks=is_allowed)
            log_for(member, APPROVED, user)


def change(bundle_id: int, user: User, title: str, moment: datetime, shown: str | None = None) -> Bundle:
    """Gives a bundle another name and moment; pages that are scheduled are moved with it, all or none.

    `shown` is the mark (`stamp_of_form`) of the form that the person filled in. Raises `PermissionDenied` for people
    who are not of its team, and for who does not publish there and would move what is approved; `BundleChanged`,
    `BundleRefused`, and `Refusal` for a moment that is not to come.
    """
    with locked_bundle(bundle_id, Way.BUNDLE) as found:
        locked = existing(found)
        bundle = locked.bundle
        is_moved = moment != bundle.moment
        require_role(user, bundle)
        if shown is not None and shown != stamp_of_form(bundle):
            raise BundleChanged
        require_role(user, bundle, publisher=bundle.is_approved and is_moved)
        if is_moved:
            refuse_past(moment)
        bundle.title, bundle.moment = title, moment
        bundle.save(update_fields=["title", "moment"])
        if is_moved and bundle.is_approved:
            _move(locked, user)
        return bundle


def _move(locked: LockedBundle, user: User) -> None:
    """Moves the schedules of all pages to the bundle's moment, for which all is asked again. Raises `BundleRefused`."""
    bundle = locked.bundle
    is_allowed = reviews_for_federation(user, bundle.cluster_id)
    with letting_through(bundle):
        if found := refusals_of_members(bundle, locked.members, user, Way.SCHEDULE):
            raise BundleRefused(found)
        refused = []
        for member in locked.members:
            if member.page is None:
                continue
            try:
                with LogContext(user=user):
                    move_schedule(member.page, bundle.moment, user, is_allowed=is_allowed)
            except Refusal as refusal:
                refused.append(MemberRefusals(member, (refusal,)))
    if refused:
        raise BundleRefused(refused)


def reopen(bundle_id: int, user: User) -> Bundle:
    """Takes the approval of a bundle back: no page of it is scheduled any more, and it can be changed.

    Raises `PermissionDenied` for people who do not publish in its section, and `Refusal` if it is not approved.
    """
    with locked_bundle(bundle_id, Way.BUNDLE) as found:
        locked = existing(found)
        bundle = locked.bundle
        require_role(user, bundle, publisher=True)
        if not bundle.is_approved:
            raise Refusal(
                _("Ce lot n’est pas, ou plus, approuvé : rien n’a été fait."), reason="not_approved"
            )
        unschedule(bundle, locked.members)
        for member in locked.members:
            log_for(member, REOPENED, user)
        _back_to_draft(bundle)
        return bundle


def _back_to_draft(bundle: Bundle) -> None:
    bundle.state, bundle.approved_at, bundle.approved_by = BundleState.DRAFT, None, None
    bundle.save(update_fields=["state", "approved_at", "approved_by"])


def end_approval_if_empty(bundle: Bundle) -> None:
    """Makes an approved bundle that has no page any more one that is being prepared."""
    if bundle.is_approved and not bundle.members.exists():
        _back_to_draft(bundle)


def unschedule(bundle: Bundle, members: Iterable[BundleMember]) -> None:
    """Cancels the schedules of pages in all languages, and forgets their dates: those were the bundle's."""
    with letting_through(bundle):
        for member in members:
            if member.page is not None:
                _forget_date(Page.objects.get(pk=member.page_id).specific)
            _forget_other_languages(member)


def _forget_date(page: Page) -> None:
    """Cancels the schedule of a page that is not public. Its translations follow its row (docs/adr/0016)."""
    revision = page.scheduled_revision
    page.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)
    if revision is None or page.live:
        return
    revision.content = {**revision.content, "go_live_at": None}
    revision.approved_go_live_at = None
    revision.save(update_fields=["content"])
    page.go_live_at = None
    # Without validation: what the row holds was valid when it was approved.
    page.save(clean=False)


def _forget_other_languages(member: BundleMember) -> None:
    """Cancels what was approved to appear with the page: somebody must decide again, and the press reads it no more."""
    pages = Page.objects.filter(translation_key=member.translation_key, live=False)
    keys = [str(key) for key in pages.values_list("pk", flat=True)]
    approved = Revision.page_revisions.filter(object_id__in=keys, approved_go_live_at__isnull=False)
    approved.update(approved_go_live_at=None)
