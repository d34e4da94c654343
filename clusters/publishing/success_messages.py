"""Says in one message what became of a page after a button of its editor, with links to what comes next.

The words are the same for every editor and every button; Wagtail's own messages differ from view to view.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.contrib import messages as django_messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from clusters.publishing.next_steps import Link, edit_link, move_link, next_steps
from clusters.publishing.reviewers import reviewers_in_words
from fedcms.core.i18n.bidi import isolated
from fedcms.core.i18n.moments import moment_with_zone
from fedcms.users.models import User


@contextmanager
def without_success_messages(request: HttpRequest) -> Iterator[None]:
    """Keeps views from adding messages of success; those that warn are kept."""
    level = django_messages.get_level(request)
    django_messages.set_level(request, django_messages.WARNING)
    try:
        yield
    finally:
        django_messages.set_level(request, level)


def _say(request: HttpRequest, words: str, page: Page, links: Iterable[Link]) -> None:
    named = words % {"title": isolated(page.get_admin_display_title())}
    messages.success(request, named, buttons=[messages.button(url, label) for label, url in links])


def _read_again(page: Page) -> Page:
    found: Page = Page.objects.get(pk=page.pk).specific
    return found


def say_published(request: HttpRequest, page: Page) -> None:
    """Says that a page is published, or at which moment it will be."""
    page = _read_again(page)
    user = request.user
    scheduled = page.scheduled_revision
    if scheduled is None:
        steps = next_steps(page, user) if isinstance(user, User) else []
        _say(request, _("Publiée : « %(title)s »."), page, steps)
        return
    moment = {"moment": moment_with_zone(scheduled.approved_go_live_at), "title": "%(title)s"}
    if page.live:
        words = _("Programmée : « %(title)s » est en ligne, sa nouvelle version paraîtra le %(moment)s.")
    else:
        words = _("Programmée : « %(title)s » paraîtra le %(moment)s.")
    move = move_link(page, user) if isinstance(user, User) else None
    _say(request, words % moment, page, [link for link in (move, edit_link(page)) if link is not None])


def say_submitted(request: HttpRequest, page: Page) -> None:
    """Says that a page waits for its review, and who will review it."""
    page = _read_again(page)
    words = _("Soumise à la relecture : « %(title)s ».")
    if isinstance(request.user, User) and (who := reviewers_in_words(page, request.user)):
        words = f"{words} {who.replace('%', '%%')}"
    _say(request, words, page, [edit_link(page)])


def say_approved(request: HttpRequest, page: Page) -> None:
    """Says what an approval did: it publishes, unless another review follows."""
    if not _read_again(page).workflow_in_progress:
        say_published(request, page)
        return
    _say(request, _("Approuvée : « %(title)s » attend une autre relecture."), page, [edit_link(page)])


def say_sent_back(request: HttpRequest, page: Page) -> None:
    """Says that a page is its writer's again, with the remark."""
    page = _read_again(page)
    words = _("À reprendre : « %(title)s » est renvoyée avec votre remarque.")
    _say(request, words, page, [edit_link(page)])


def say_review_cancelled(request: HttpRequest, page: Page) -> None:
    """Says that a page is no longer in review."""
    _say(request, _("Retirée de la relecture : « %(title)s »."), page, [edit_link(page)])


def say_unscheduled(request: HttpRequest, page: Page) -> None:
    """Says that a page will not appear by itself any more."""
    words = _("Diffusion annulée : « %(title)s » ne paraîtra pas d’elle-même.")
    if page.live:
        words = _("Diffusion annulée : « %(title)s » reste en ligne telle qu’elle est.")
    _say(request, words, page, [edit_link(page)])


BY_ACTION = {
    "publish": say_published,
    "submit": say_submitted,
    "restart_workflow": say_submitted,
    "approve": say_approved,
    "reject": say_sent_back,
}
"""By the names of Wagtail's actions."""
