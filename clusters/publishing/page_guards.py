"""Hooks that delete no page while a rule says why not: one for the page's own screen, one for ticked pages."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.models import Page

from clusters.access.teams import Person
from clusters.publishing.refusal import Refusal, say_refused

if TYPE_CHECKING:
    from wagtail.admin.views.bulk_action import BulkAction

Rule = Callable[[Iterable[Page], Person], Sequence[Refusal]]
"""Returns why pages are not deleted, as it is said to a person; nothing if they may be."""


def guard_deletion(rule: Rule) -> None:
    """Registers both hooks for a rule."""

    def before_delete(request: HttpRequest, page: Page) -> HttpResponse | None:
        """Shows the first refusal instead of the confirmation."""
        refusals = rule([page], request.user)
        if not refusals:
            return None
        say_refused(request, str(refusals[0]), refusals[0])
        return redirect("wagtailadmin_pages:edit", page.pk)

    def before_bulk(
        request: HttpRequest, action_type: str, objects: list[object], action: "BulkAction"
    ) -> HttpResponse | None:
        """Deletes nothing if the rule refuses one of the ticked pages; shows why of each."""
        pages = [each for each in objects if isinstance(each, Page)]
        refusals = rule(pages, request.user) if action_type == "delete" and pages else ()
        if not refusals:
            return None
        for refusal in refusals:
            say_refused(request, str(refusal), refusal)
        response: HttpResponse = redirect(action.next_url)
        return response

    hooks.register("before_delete_page", before_delete)
    hooks.register("before_bulk_action", before_bulk)
