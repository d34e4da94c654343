"""Refuses to delete an event to which people have signed up, in its last language: nobody would tell them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import Page

from clusters.publishing.refusal import Refusal, say_refused
from events.models import EventPage, SignUp
from events.models.signup import OPEN_STATES
from fedcms.core.i18n.bidi import in_line

if TYPE_CHECKING:
    from wagtail.admin.views.bulk_action import BulkAction


def _refusal(pages: Iterable[Page]) -> Refusal | None:
    """Returns why pages are not deleted, `None` if nobody has signed up who would be left without their event."""
    keys = [page.pk for page in pages]
    going = EventPage.objects.filter(pk__in=keys)
    staying = EventPage.objects.exclude(pk__in=keys).filter(
        translation_key__in=going.values("translation_key")
    )
    left = going.exclude(translation_key__in=staying.values("translation_key"))
    people = SignUp.objects.with_person().in_state(*OPEN_STATES)
    for event in left.filter(translation_key__in=people.values("sheet__translation_key")):
        if not event.is_over:
            return Refusal(
                _(
                    "Des personnes sont inscrites à « %(title)s » : donnez-lui l’état « Annulé », ou répondez-leur. "
                    "Rien n’a été supprimé."
                )
                % {"title": in_line(event.get_admin_display_title())}
            )
    return None


def before_delete(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The hook before_delete_page: shows the refusal instead of the confirmation."""
    refusal = _refusal([page])
    if refusal is None:
        return None
    say_refused(request, str(refusal), refusal)
    return redirect("wagtailadmin_pages:edit", page.pk)


def before_bulk(
    request: HttpRequest, action_type: str, objects: list[object], action: "BulkAction"
) -> HttpResponse | None:
    """The hook before_bulk_action: deletes nothing if people have signed up to one of the ticked pages."""
    pages = [each for each in objects if isinstance(each, Page)]
    refusal = _refusal(pages) if action_type == "delete" and pages else None
    if refusal is None:
        return None
    say_refused(request, str(refusal), refusal)
    response: HttpResponse = redirect(action.next_url)
    return response
