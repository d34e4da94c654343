"""Hooks that delete no page while a rule says why not: one for the page's own screen, one for ticked pages."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.models import Page

from clusters.publishing.refusal import Refusal, say_refused

if TYPE_CHECKING:
    from wagtail.admin.views.bulk_action import BulkAction

Rule = Callable[[Iterable[Page]], Refusal | None]
"""Returns why pages are not deleted, `None` if they may be."""


def guard_deletion(refusal_of: Rule) -> None:
    """Registers both hooks for a rule."""

    def before_delete(request: HttpRequest, page: Page) -> HttpResponse | None:
        """Shows the refusal instead of the confirmation."""
        refusal = refusal_of([page])
        if refusal is None:
            return None
        say_refused(request, str(refusal), refusal)
        return redirect("wagtailadmin_pages:edit", page.pk)

    def before_bulk(
        request: HttpRequest, action_type: str, objects: list[object], action: "BulkAction"
    ) -> HttpResponse | None:
        """Deletes nothing if the rule refuses one of the ticked pages."""
        pages = [each for each in objects if isinstance(each, Page)]
        refusal = refusal_of(pages) if action_type == "delete" and pages else None
        if refusal is None:
            return None
        say_refused(request, str(refusal), refusal)
        response: HttpResponse = redirect(action.next_url)
        return response

    hooks.register("before_delete_page", before_delete)
    hooks.register("before_bulk_action", before_bulk)
