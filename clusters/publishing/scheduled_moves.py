"""Refuses to move a scheduled page to a section where the person may not publish: the date would publish it there."""

from django.db.models import CharField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from wagtail.actions.move_page import MovePageAction
from wagtail.admin.api.actions.move import MovePageAPIAction
from wagtail.models import Page, Revision

from clusters.models.membership import cluster_of_path
from clusters.publishing.bundles.policy import IN_BUNDLE, bundle_link, is_named_to
from clusters.publishing.bundles.selection import members_among
from clusters.publishing.co_signed_moves import refuse_co_signed_move
from clusters.publishing.refusal import Refusal
from fedcms.core.i18n.bidi import isolated
from fedcms.users.models import User


def _scheduled_in(page: Page) -> Page | None:
    """Returns the page, or the first one below it, that has an approved date; `None` if there is none."""
    branch = Page.objects.filter(path__startswith=page.path)
    keys = branch.annotate(key=Cast("pk", CharField())).values("key")
    approved = Revision.page_revisions.filter(approved_go_live_at__isnull=False, object_id__in=keys)
    key = approved.order_by("approved_go_live_at", "pk").values_list("object_id", flat=True).first()
    return None if key is None else Page.objects.get(pk=int(key))


def refuse_scheduled_move(page: Page, destination: Page, user: User) -> None:
    """Raises `Refusal` if a page of a bundle would leave its section, or a scheduled one its publishers.

    Wagtail makes this check for live pages, but not for scheduled ones. A move within a section is allowed: the date is
    a decision of the same team, and moves along.
    """
    if cluster_of_path(page.path) == cluster_of_path(destination.path):
        return
    _refuse_member(page, user)
    if destination.specific.permissions_for_user(user).can_publish_subpage():
        return
    scheduled = _scheduled_in(page)
    if scheduled is not None:
        raise Refusal(
            _(
                "« %(title)s » paraîtra à une date déjà décidée, et vous ne pouvez pas publier là où elle irait. "
                "Annulez d’abord sa programmation, ou demandez à qui publie dans cette section. "
                "Rien n’a été déplacé."
            )
            % {"title": isolated(scheduled.get_admin_display_title())},
            reason="scheduled",
        )


def _refuse_member(page: Page, user: User) -> None:
    """Raises `Refusal` if the page, or one below it, is in a bundle: that is of one section."""
    member = members_among([page]).first()
    if member is not None:
        title = {"title": isolated(member.current_title)}
        if not is_named_to(user, member.bundle):
            words = _(
                "« %(title)s » paraît avec d’autres pages de cette section, dans un lot : rien n’a été déplacé."
            )
            raise Refusal(words % title, reason=IN_BUNDLE)
        raise Refusal(
            _(
                "« %(title)s » fait partie du lot « %(bundle)s », qui est de cette section : sortez-la d’abord du lot. "
                "Rien n’a été déplacé."
            )
            % (title | {"bundle": isolated(member.bundle.title)}),
            reason=IN_BUNDLE,
            link=bundle_link(member.bundle),
        )


class MoveAction(MovePageAction):
    """The action by which Wagtail's APIs move pages."""

    def check(self, parent_after: Page, skip_permission_checks: bool = False) -> None:
        """Raises `Refusal` for a scheduled or co-signed page, or Wagtail's error for a missing permission."""
        super().check(parent_after, skip_permission_checks=skip_permission_checks)
        refuse_co_signed_move(self.page, parent_after)
        if isinstance(self.user, User) and not skip_permission_checks:
            refuse_scheduled_move(self.page, parent_after, self.user)


class MoveByScript(MovePageAPIAction):
    """The move of the admin's API, by `MoveAction`."""

    def _action_from_data(self, instance: Page, data: dict[str, object]) -> MoveAction:
        asked = super()._action_from_data(instance, data)
        return MoveAction(asked.page, asked.target, pos=asked.pos, user=asked.user)
