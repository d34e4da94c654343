"""Moves an approved schedule to another moment, without cancelling it first: the page stays approved and locked.

It is a publication that is decided again, so all policies are asked, in the way `schedule`. The history has one entry
for each move, which names both moments.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from clusters.publishing.may_publish import publishing, require
from clusters.publishing.refusal import Refusal
from fedcms.core.i18n.bidi import isolated
from fedcms.core.i18n.moments import moment_with_zone
from fedcms.core.pages.publication import Way
from fedcms.users.models import User

MOVED = "clusters.schedule.move"
"""The action in the page's history."""


_owners: list[Callable[[Page], Page | None]] = []


def register_schedule_owner(find: Callable[[Page], Page | None]) -> None:
    """Adds a function that finds the page whose schedule another one follows. Apps call it in `AppConfig.ready`."""
    if find not in _owners:
        _owners.append(find)


def schedule_owner(page: Page) -> Page:
    """Returns the page on which the schedule of `page` is decided: that of which it is a translation, or itself."""
    return next((found for find in _owners if (found := find(page)) is not None), page)


def may_move(page: Page, user: User) -> bool:
    """Returns whether a page has an approved schedule, and the person may publish it."""
    return bool(page.approved_schedule and page.specific.permissions_for_user(user).can_publish())


class NotScheduled(Refusal):
    """The refusal to move the schedule of a page that has none, or has none any more."""

    def __init__(self) -> None:
        words = _("Cette page n’est pas programmée, ou ne l’est plus : rien n’a été déplacé.")
        super().__init__(words, reason="not_scheduled")


@dataclass(frozen=True)
class ShownSchedule:
    """The schedule that a screen showed when somebody decided to move it: the approved revision, and its moment."""

    revision_id: int
    moment: datetime


def move_schedule(
    page: Page,
    moment: datetime,
    user: User,
    shown: ShownSchedule | None = None,
    *,
    is_allowed: bool = False,
) -> bool:
    """Has a scheduled page appear at another moment (aware); returns whether that is another one than before.

    `is_allowed` says that the person's right was checked before. Raises `PermissionDenied` for a person who may not
    publish the page, `NotScheduled`, and `Refusal` for a moment that is not to come, a page that somebody else has
    locked, what the policies refuse, or a schedule that is not the `shown` one any more. Then nothing is written.
    """
    with publishing(Way.SCHEDULE, page):
        row = Page.objects.get(pk=page.pk).specific
        if not is_allowed and not row.permissions_for_user(user).can_publish():
            raise PermissionDenied
        revision: Revision | None = row.scheduled_revision
        if revision is None:
            raise NotScheduled
        _refuse_follower(row)
        _refuse_others_lock(row, user)
        before = revision.approved_go_live_at
        _refuse_changed(revision, before, shown)
        if before == moment:
            return False
        _refuse_moment(revision.as_object(), moment)
        _write(row, revision, moment, user, is_allowed=is_allowed)
        log(
            instance=row,
            action=MOVED,
            user=user,
            revision=revision,
            data={"from": _stored(before), "to": _stored(moment)},
        )
        return True


def _stored(moment: datetime) -> str:
    """Returns a moment as the history keeps it, in UTC."""
    return moment.astimezone(UTC).isoformat()


def _refuse_follower(page: Page) -> None:
    """Raises `Refusal` for a translation: it appears with the page of which it is one (docs/adr/0016)."""
    owner = schedule_owner(page)
    if owner.pk != page.pk:
        raise Refusal(
            _("« %(title)s » paraît avec sa page d’origine : déplacez la diffusion de celle-ci.")
            % {"title": isolated(page.get_admin_display_title())},
            reason="follows_source",
        )


def _refuse_others_lock(page: Page, user: User) -> None:
    if page.locked and page.locked_by_id != user.pk:
        raise Refusal(
            _("« %(title)s » est verrouillée par quelqu’un d’autre : sa diffusion n’est pas déplacée.")
            % {"title": isolated(page.get_admin_display_title())},
            reason="locked",
        )


def _refuse_changed(revision: Revision, moment: datetime, shown: ShownSchedule | None) -> None:
    """Raises `Refusal` for a schedule of which the person was shown another revision or moment."""
    if shown is not None and (revision.pk, moment) != (shown.revision_id, shown.moment):
        raise Refusal(
            _(
                "La page a été modifiée ou déplacée entre-temps, elle paraît le %(moment)s : rien n’a été déplacé."
            )
            % {"moment": moment_with_zone(moment)},
            reason="changed",
        )


def _refuse_moment(content: Page, moment: datetime) -> None:
    """Raises `Refusal` for a moment that is not to come, or after which the page would be withdrawn already."""
    if moment <= timezone.now():
        raise Refusal(
            _("Ce moment est passé. Choisissez-en un à venir, ou annulez la programmation."),
            field="moment",
            reason="past",
        )
    if content.expire_at is not None and moment >= content.expire_at:
        raise Refusal(
            _("La page serait retirée avant de paraître : choisissez un moment avant son retrait."),
            field="moment",
            reason="after_expiry",
        )


def _write(row: Page, revision: Revision, moment: datetime, user: User, *, is_allowed: bool) -> None:
    """Writes the moment into the revision, and into the row of a page that is not public yet, whose clock it is."""
    content = revision.as_object()
    content.go_live_at = moment
    revision.content = {**revision.content, "go_live_at": content.serializable_data()["go_live_at"]}
    require(row, revision, user, is_allowed=is_allowed)
    revision.approved_go_live_at = moment
    revision.save(update_fields=["approved_go_live_at", "content"])
    if not row.live:
        row.go_live_at = moment
        # Without validation: what the row holds was valid when it was approved.
        row.save(clean=False)
