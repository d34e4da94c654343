"""Withdraws a page with all its languages in one transaction, and ends that: as it was, or left to be corrected.

Files, cards, feeds and searches follow the pages by themselves: a file is private as soon as no public page uses it.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from clusters.models import EmergencyWithdrawal, WithdrawnPage
from clusters.publishing.may_publish import publishing
from clusters.publishing.refusal import Refusal
from clusters.publishing.withdrawal.selection import OutgoingPage, languages_of, outgoing, require_right
from fedcms.core.pages.publication import NotPublished, Way
from fedcms.users.models import User

WITHDRAWN = "clusters.withdrawal"
RESTORED = "clusters.withdrawal.restored"
LIFTED = "clusters.withdrawal.lifted"


def withdraw(page: Page, user: User, reason: str = "") -> EmergencyWithdrawal:
    """Takes a page, in all its languages, off the site, and cancels their schedules; locks of people do not hold it up.

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
            translation_key=page.translation_key, reason=reason, withdrawn_by=user
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
    return WithdrawnPage(
        withdrawal=withdrawal,
        page=row.page,
        was_live=row.is_live,
        was_scheduled=row.is_scheduled,
        live_revision=_live_revision(row.page) if row.is_live else None,
        scheduled_revision=row.page.scheduled_revision,
    )


def _live_revision(page: Page) -> Revision:
    """Returns the public revision; a page that has none, as an import makes them, gets one beside its draft."""
    if page.live_revision is not None:
        return page.live_revision
    made: Revision = Revision.objects.create(
        content_object=page,
        base_content_type=page.get_base_content_type(),
        content=page.serializable_data(),
        object_str=str(page),
        created_at=page.last_published_at or timezone.now(),
    )
    return made


def lift(withdrawal: EmergencyWithdrawal, page: Page, user: User) -> None:
    """Ends a withdrawal and publishes nothing: the pages stay drafts, to be corrected and published as always.

    Raises `PermissionDenied`, and `Refusal` if it is ended already.
    """
    with publishing(Way.WITHDRAWAL, page):
        _end(withdrawal, page, user)
        log(instance=page.specific, action=LIFTED, user=user)


def restore(withdrawal: EmergencyWithdrawal, page: Page, user: User) -> None:
    """Puts back what was public, and approves again what was scheduled: all of it, or nothing.

    A moment that has passed meanwhile is not waited for. Drafts that were written meanwhile stay drafts.
    Raises `PermissionDenied`, `PublicationRefused` with the reasons of the policies, and `Refusal` if the withdrawal is
    ended already or a public text is not kept any more.
    """
    with publishing(Way.WITHDRAWAL, page):
        rows = list(withdrawal.pages.select_related("live_revision", "scheduled_revision").order_by("page"))
        _end(withdrawal, page, user)
        revisions: list[Revision] = []
        for row in rows:
            kept = row.kept_revisions()
            if kept is None:
                raise Refusal(
                    _(
                        "Le texte qui était en ligne n’est plus conservé : levez le retrait, puis publiez la page."
                    ),
                    reason="text_gone",
                )
            revisions += kept
        _publish_all(revisions, user)
        log(instance=page.specific, action=RESTORED, user=user)


def _end(withdrawal: EmergencyWithdrawal, page: Page, user: User) -> None:
    require_right(languages_of(page), user)
    ended = EmergencyWithdrawal.objects.open().filter(pk=withdrawal.pk)
    if not ended.update(ended_at=timezone.now(), ended_by=user):
        raise Refusal(_("Ce retrait est terminé : rien n’a été fait."), reason="ended_already")


def _publish_all(revisions: list[Revision], user: User) -> None:
    """Publishes revisions in the order in which they may be: a translation after its source, whichever is older."""
    waiting = list(revisions)
    while waiting:
        refused: list[tuple[Revision, NotPublished]] = []
        for revision in waiting:
            try:
                with transaction.atomic():
                    revision.publish(user=user, log_action=False)
            except NotPublished as reason:
                refused.append((revision, reason))
        if len(refused) == len(waiting):
            raise refused[0][1]
        waiting = [revision for revision, _reason in refused]
