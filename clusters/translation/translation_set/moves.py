"""Moves a page together with its translations (docs/adr/0001, rule 2; docs/adr/0024).

To another section all translations move, or none: a page has the same cluster in all languages, and half a move would
leave one page that belongs to two clusters. Within a section those translations move whose new parent exists in their
language; the others keep parent and address.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page

from clusters.models import ContentPage
from clusters.models.membership import cluster_of_path
from clusters.publishing.co_signed_moves import refuse_co_signed_move
from clusters.publishing.refusal import Refusal, sentences
from clusters.publishing.scheduled_moves import refuse_scheduled_move
from clusters.translation.drafts.signal_handlers import other_language
from clusters.translation.editor.page_address import refuse_too_long
from clusters.translation.locks import lock_branches
from fedcms.users.models import User

Step = tuple[Page, Page]  # a page and its new parent

_together: ContextVar[bool] = ContextVar("moved_together", default=False)


def changes_section(page: Page, destination: Page) -> bool:
    """Returns whether a move takes a content page (the page or one below) to another cluster or to the federation."""
    holds_content = ContentPage.objects.filter(path__startswith=page.path).exists()
    return holds_content and cluster_of_path(page.path) != cluster_of_path(destination.path)


def plan(page: Page, destination: Page, user: User | None) -> list[Step]:
    """Returns the pages to move, each with its new parent, the page itself first. Raises `Refusal`, with the reason."""
    if not destination.is_root() and page.locale_id != destination.locale_id:
        raise Refusal(other_language(page, destination))
    refuse_too_long(page, destination, page.slug)
    refuse_co_signed_move(page, destination)
    steps: list[Step] = [(page, destination)]
    if not changes_section(page, destination):
        steps += _beside(page, page.get_parent(), destination)
        for step in steps[1:]:
            _check(*step, user)
        return steps
    for translation in page.get_translations().select_related("locale"):
        parent = destination.get_translation_or_none(translation.locale)
        if parent is None or parent.alias_of_id is not None:
            raise Refusal(
                _(
                    "« %(title)s » existe aussi en %(language)s, où la destination n’existe pas. Rien n’a été déplacé."
                )
                % {"title": page.get_admin_display_title(), "language": translation.locale.get_display_name()}
            )
        refuse_co_signed_move(translation, parent)
        steps.append((translation, parent))
    for step in steps:
        _check(*step, user)
    return steps


def _beside(page: Page, old: Page | None, destination: Page) -> list[Step]:
    """Returns moves for the translations that stand below the same old parent and have a translated new parent."""
    if old is None or old.pk == destination.pk:
        return []
    steps: list[Step] = []
    for translation in page.get_translations().select_related("locale"):
        parent = destination.get_translation_or_none(translation.locale)
        stands_beside = translation.get_parent().translation_key == old.translation_key
        if stands_beside and parent is not None and parent.alias_of_id is None:
            steps.append((translation, parent))
    return steps


def _words(page: Page) -> dict[str, str]:
    return {"title": page.get_admin_display_title(), "language": page.locale.get_display_name()}


def check_right(page: Page, parent: Page, user: User) -> None:
    """Raises `Refusal` when the person may not move the page there."""
    if not page.specific.permissions_for_user(user).can_move_to(parent):
        raise Refusal(
            _("Vous ne pouvez pas déplacer la version en %(language)s (« %(title)s »). Rien n’a été déplacé.")
            % _words(page)
        )
    refuse_scheduled_move(page, parent, user)


def _check(page: Page, parent: Page, user: User | None) -> None:
    words = _words(page)
    if user is not None:
        check_right(page, parent, user)
    refuse_too_long(page, parent, page.slug)
    if not Page._slug_is_available(page.slug, parent, page=page):  # noqa: SLF001  # Wagtail's own move asks it
        raise Refusal(
            _(
                "En %(language)s, l’adresse de « %(title)s » est déjà prise à cet endroit. Rien n’a été déplacé."
            )
            % words
        )
    if page.specific.workflow_in_progress:
        raise Refusal(
            _("« %(title)s » (%(language)s) est en relecture : terminez-la avant de déplacer.") % words
        )


@contextmanager
def _allowed() -> Iterator[None]:
    token = _together.set(True)
    try:
        yield
    finally:
        _together.reset(token)


def move_together(page: Page, destination: Page, user: User | None = None) -> int:
    """Moves a page and its translations (see the module) in one transaction; returns how many pages were moved.

    Raises `Refusal`; then nothing was moved.
    """
    with transaction.atomic(), _allowed():
        lock_branches(page, beside=[destination, *destination.get_translations()])
        steps = plan(page, destination, user)
        for moved, parent in steps:
            target = Page.objects.get(pk=parent.pk)
            try:
                MovePageAction(moved.specific, target, pos="last-child", user=user).execute()
            except ValidationError as error:
                raise Refusal(sentences(error)) from error
    return len(steps)


def refuse_lonely_move(
    sender: type, instance: Page, parent_page_before: Page, parent_page_after: Page, **kwargs: object
) -> None:
    """Receives `pre_page_move`, whoever moves: raises `PermissionDenied` for a move without the translations.

    Within a section the translations are moved afterwards (`translations_follow_move`); if one of them cannot be, the
    page is not moved either. A script may hold a page whose path is outdated, because it was moved with another one
    since: its place in the tree is read again, since a move from the old path would break the tree.
    """
    instance.refresh_from_db(fields=["path", "depth", "numchild"])
    if _together.get():
        return
    is_within = parent_page_before.pk == parent_page_after.pk
    lock_branches(instance, beside=[parent_page_after, *(instance.get_siblings() if is_within else [])])
    if is_within:
        return
    if not instance.get_translations().exists():
        return
    if changes_section(instance, parent_page_after):
        raise PermissionDenied(_("Une page traduite change de section avec toutes ses traductions."))
    try:
        for step in _beside(instance, parent_page_before, parent_page_after):
            _check(*step, None)
    except Refusal as refusal:
        raise PermissionDenied(str(refusal)) from refusal


def translations_follow_move(
    sender: type, instance: Page, parent_page_before: Page, parent_page_after: Page, **kwargs: object
) -> None:
    """Receives `post_page_move`: moves the translations after a move within a section that did not use `move_together`.

    The signal does not say who moves; permissions are the same in all languages of a section (docs/adr/0001, rule 3).
    """
    if _together.get() or parent_page_before.pk == parent_page_after.pk:
        return
    with transaction.atomic(), _allowed():
        lock_branches(instance, beside=[parent_page_after])
        for moved, parent in _beside(instance, parent_page_before, parent_page_after):
            target = Page.objects.get(pk=parent.pk)
            MovePageAction(moved.specific, target, pos="last-child").execute(skip_permission_checks=True)
