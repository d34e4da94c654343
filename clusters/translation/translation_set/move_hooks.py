"""Wagtail's hooks that move translations with their page, or refuse the move and say why."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.models import Page

from clusters.models import StructuralPage
from clusters.publishing.refusal import Refusal, say_refused
from clusters.translation.locks import lock_branches
from clusters.translation.translation_set.moves import check_right, move_together, plan
from fedcms.users.models import User

if TYPE_CHECKING:
    from wagtail.admin.views.bulk_action import BulkAction


def _moved(number: int) -> str:
    return ngettext("%(n)d page déplacée.", "%(n)d pages déplacées, dans toutes leurs langues.", number) % {
        "n": number
    }


def before_move(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """The hook before_move_page: shows a refusal when the form opens; moves page and translations when it is sent."""
    user = request.user if isinstance(request.user, User) else None
    try:
        steps = plan(page, destination, user)
        if request.method != "POST" or len(steps) == 1:
            return None
        number = move_together(page, destination, user)
    except Refusal as refusal:
        say_refused(request, str(refusal), refusal)
        return redirect("wagtailadmin_pages:move", page.pk)
    messages.success(request, _moved(number))
    for after in hooks.get_hooks("after_move_page"):
        response: HttpResponse | None = after(request, page)
        if response is not None:
            return response
    return redirect("wagtailadmin_explore", destination.pk)


def before_bulk(
    request: HttpRequest, action_type: str, objects: list[Page], action: "BulkAction"
) -> HttpResponse | None:
    """The hook before_bulk_action: moves a list of pages with their translations; if one is refused, none is moved."""
    if action_type != "move" or not all(isinstance(page, Page) for page in objects):
        return None
    destination = action.cleaned_form.cleaned_data["chooser"]
    user = request.user if isinstance(request.user, User) else None
    number = 0
    moved: set[UUID] = set()
    try:
        with transaction.atomic():
            lock_branches(*objects, beside=[destination, *destination.get_translations()])
            for page in sorted(objects, key=lambda page: page.locale_id != destination.locale_id):
                # A translation that was selected together with its source has been moved already.
                if page.translation_key not in moved:
                    current = Page.objects.get(pk=page.pk)
                    if user is not None:
                        check_right(current, destination, user)
                    number += move_together(current, destination, user)
                    moved.add(page.translation_key)
    except Refusal as refusal:
        say_refused(request, str(refusal), refusal)
    else:
        messages.success(request, _moved(number))
    response: HttpResponse = redirect(action.next_url)
    return response


def translations_that_follow(pages: list[Page], action: str) -> dict[Page, list[Page]]:
    """The hook construct_translated_pages_to_cascade_actions: tells the confirmation which translations move."""
    if action != "move":
        return {}
    return {
        page: list(page.get_translations()) for page in pages if not isinstance(page.specific, StructuralPage)
    }
