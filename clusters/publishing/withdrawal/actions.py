"""Withdraws a page with all its languages in one transaction, and ends that: as it was, or left to be corrected.

Files, cards, feeds and searches follow the pages by themselves: a file is private as soon as no public page uses it.
"""

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from clusters.models import EmergencyWithdrawal, WithdrawnPage
from clusters.publishing.may_publish import publishing
from clusters.publishing.refusal import Refusal
from clusters.publishing.withdrawal.restoring import Outcome, restore_page
from clusters.publishing.withdrawal.selection import OutgoingPage, languages_of, outgoing, require_right
from fedcms.core.pages.publication import Way
from fedcms.users.models import User

WITHDRAWN = "clusters.withdrawal"
RESTORED = "clusters.withdrawal.restored"
LIFTED = "clusters.withdrawal.lifted"


def withdraw(
    page: Page, user: User, reason: str = "", *, tells_subscribers: bool = False
) -> EmergencyWithdrawal:
    """Takes a page, in all its languages, off the site, and cancels their schedules; locks of people do not hold it up.

    With `tells_subscribers`, those who received it by mail get a notice that tells nothing of its content.
    Raises `PermissionDenied` unless the person may publish all of them, and `Refusal` if nothing is public or
    scheduled, or the page is withdrawn already. Then nothing is written.
    """
    with publishing(Way.WITHDRAWAL, page):
        rows = outgoing(page)
        require_right([row.page for row in rows] or [page], user)
        if EmergencyWithdrawal.objects.open().of(page.translation_key).exists():
            raise Refusal(_("Cette page est déjà retirée."), reason="withdrawn_already")
        if not rows:
            raise Refusal(
                _("Rien n’est en ligne ni programmé : il n’y a rien à retirer."), reason="nothing_public"
            )
        withdrawal = EmergencyWithdrawal.objects.create(
            translation_key=page.translation_key,
            reason=reason,
            tells_subscribers=tells_subscribers,
            withdrawn_by=user,
        )
        WithdrawnPage.objects.bulk_create(_state_of(row, withdrawal) for row in rows)
        for row in rows:
            row.page.revisions.update(approved_go_live_at=None)
            UnpublishPageAction(row.page, user=user, log_action=False).execute(skip_permission_checks=True)
        languages = [row.page.locale.language_code for row in rows]
        data = {"reason": reason, "languages": languages}
        log(instance=page.specific, action=WITHDRAWN, user=user, data=data)
        return withdrawal


def _state_of(row: OutgoingPage, withdrawal: EmergencyWithdrawal) -> WithdrawnPage:
    """Returns what is to come back. Contents are kept: revisions may be overwritten, given other dates, or purged."""
    page = row.page
    live: Revision | None = page.live_revision if row.is_live else None
    scheduled: Revision | None = page.scheduled_revision
    content = None
    if row.is_live:
        content = page.serializable_data() if live is None else live.content
    return WithdrawnPage(
        withdrawal=withdrawal,
        page=page,
        live_revision=live,
        live_content=content,
        last_published_at=page.last_published_at,
        scheduled_revision=scheduled,
        scheduled_content=scheduled.content if scheduled else None,
        scheduled_for=scheduled.approved_go_live_at if scheduled else None,
    )


def lift(withdrawal: EmergencyWithdrawal, page: Page, user: User) -> None:
    """Ends a withdrawal and publishes nothing: the pages stay drafts, to be corrected and published as always.

    Raises `PermissionDenied`, and `Refusal` if it is ended already.
    """
    with publishing(Way.WITHDRAWAL, page):
        _end(withdrawal, page, user)
        log(instance=page.specific, action=LIFTED, user=user)


def restore(withdrawal: EmergencyWithdrawal, page: Page, user: User) -> list[Outcome]:
    """Puts back what was public, and approves again what was scheduled: all or nothing. Returns what became of it.

    Drafts that were written meanwhile stay drafts, and their reviews go on. What is past its end stays off.
    Raises `PermissionDenied`, `PublicationRefused` with the reasons of the policies, and `Refusal` if the withdrawal is
    ended already or nothing is left to be put back.
    """
    with publishing(Way.WITHDRAWAL, page):
        rows = list(withdrawal.pages.select_related("page__locale").order_by("page"))
        _end(withdrawal, page, user)
        if not rows:
            raise Refusal(
                _("Ce qui était en ligne a été supprimé depuis : levez le retrait."), reason="nothing_left"
            )
        outcomes = [restore_page(row, user) for row in rows]
        log(instance=page.specific, action=RESTORED, user=user)
        return outcomes


def _end(withdrawal: EmergencyWithdrawal, page: Page, user: User) -> None:
    require_right(languages_of(page), user)
    ended = EmergencyWithdrawal.objects.open().filter(pk=withdrawal.pk)
    if not ended.update(ended_at=timezone.now(), ended_by=user):
        raise Refusal(_("Ce retrait est terminé : rien n’a été fait."), reason="ended_already")
