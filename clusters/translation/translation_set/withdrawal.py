"""Unpublishes or deletes translations together with their page, when asked.

Wagtail's confirmations do not name the translations that stay. Here each is offered: ticked if it was translated from
the page, since a withdrawn source rarely means that its translations shall stay; not ticked otherwise.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from clusters.models import StructuralPage
from clusters.publishing.bundles.page_guards import approved_members
from clusters.translation.access.guards import signed_in_user
from clusters.translation.drafts.source_schedule import translations_of
from clusters.translation.locks import lock_branches
from fedcms.users.models import User

FIELD = "with_translations"
ACTIONS = ("unpublish", "delete")


@dataclass(frozen=True)
class Companion:
    """Another language of a page that is unpublished or deleted."""

    page: Page
    may_go: bool
    is_ticked: bool

    @property
    def language(self) -> str:
        """The name of its language, in that language."""
        return str(self.page.locale.get_display_name())

    @property
    def title(self) -> str:
        """Its title: the draft's for a person who may withdraw the page, else the public one, or ""."""
        if self.may_go:
            return str(self.page.get_admin_display_title())
        return str(self.page.title) if self.page.live else ""


def _may(user: User, page: Page, action: str) -> bool:
    rights = page.permissions_for_user(user)
    if action == "delete":
        return bool(rights.can_delete()) and not approved_members([page])
    return bool(rights.can_unpublish())


def companions(pages: Iterable[Page], action: str, user: User) -> list[Companion]:
    """Returns the other languages of pages to unpublish (public ones only) or to delete (all of them)."""
    leaving = [page for page in pages if not issubclass(page.specific_class or Page, StructuralPage)]
    following = {followed.pk for page in leaving for followed in translations_of(page)}
    found = Page.objects.filter(
        translation_key__in={page.translation_key for page in leaving}, alias_of__isnull=True
    ).exclude(pk__in=[page.pk for page in leaving if page.pk])
    if action == "unpublish":
        found = found.filter(live=True)
    rows = []
    for page in found.select_related("locale").order_by("translation_key", "locale_id").specific():
        may_go = _may(user, page, action)
        rows.append(Companion(page, may_go, may_go and page.pk in following))
    return rows


def take_along(request: HttpRequest, pages: Iterable[Page], action: str) -> None:
    """Unpublishes or deletes the other languages that the person ticked and may withdraw, after the pages."""
    ticked = set(request.POST.getlist(FIELD))
    user = signed_in_user(request)
    gone = []
    for companion in companions(pages, action, user):
        if str(companion.page.pk) not in ticked or not companion.may_go:
            continue
        if action == "delete":
            if not Page.objects.filter(pk=companion.page.pk).exists():
                continue  # deleted together with another page, below which it stood
            DeletePageAction(companion.page, user=user).execute()
        else:
            below = bool(request.POST.get("include_descendants"))
            UnpublishPageAction(companion.page, user=user, include_descendants=below).execute()
        gone.append(f"{companion.language} (« {companion.title} »)")
    if gone:
        words = _("Supprimé aussi : %(pages)s.") if action == "delete" else _("Retiré aussi : %(pages)s.")
        messages.success(request, words % {"pages": ", ".join(gone)})


def lock_before_delete(request: HttpRequest, page: Page) -> None:
    """The hook before_delete_page, within the view's transaction: locks the sets against other writers."""
    lock_branches(page)


def _withdrawn(action_type: str, objects: list[object]) -> list[Page]:
    """Returns the pages that an action of the explorer withdraws; none for another action, or of other objects."""
    return [each for each in objects if action_type in ACTIONS and isinstance(each, Page)]


def lock_before_bulk(request: HttpRequest, action_type: str, objects: list[object], action: object) -> None:
    """The hook before_bulk_action: locks the sets of pages that were selected in the explorer."""
    lock_branches(*_withdrawn(action_type, objects))


def after_unpublish(request: HttpRequest, page: Page) -> None:
    """The hook after_unpublish_page: unpublishes the translations that the person ticked."""
    take_along(request, [page], "unpublish")


def after_delete(request: HttpRequest, page: Page) -> None:
    """The hook after_delete_page: deletes the translations that the person ticked."""
    take_along(request, [page], "delete")


def after_bulk(request: HttpRequest, action_type: str, objects: list[object], action: object) -> None:
    """The hook after_bulk_action: withdraws ticked translations of the pages that were selected in the explorer."""
    take_along(request, _withdrawn(action_type, objects), action_type)
