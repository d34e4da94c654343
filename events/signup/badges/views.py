"""Downloads the badges of a sheet: of all who have a seat, those of a filter, or the ticked ones."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clusters.translation.access.guards import signed_in_user
from events.models import SignUp, SignUpState
from events.signup.badges.sheets import MOST_BADGES, badge_sheets
from events.signup.log_actions import BADGES, log_sign_up
from events.signup.mail_frame import ShownEvent
from events.signup.messages.recipients import ONLY_TICKED, TICKED, ticked_in
from events.signup.screen_arguments import sheet_of, sheet_url, team_to_organise_for
from events.signup.sheet_events import any_event
from events.signup.views import SignUpFilterForm


@require_http_methods(["GET", "HEAD", "POST"])
def badges(request: HttpRequest, team: int, sheet_id: int) -> HttpResponseBase:
    """Downloads the badges; says in words when there are none, or too many at once."""
    owner = team_to_organise_for(request, team)
    sheet = sheet_of(owner, sheet_id)
    people = SignUp.objects.with_person().filter(sheet=sheet).in_state(SignUpState.CONFIRMED)
    ticked = ticked_in(request.POST.getlist(TICKED))
    if not ticked and ONLY_TICKED in request.POST:
        messages.warning(request, _("Cochez d’abord des personnes dans la liste."))
        return redirect(sheet_url(owner, sheet))
    people = people.filter(pk__in=ticked) if ticked else SignUpFilterForm(sheet, request.GET).narrow(people)
    found = list(people.select_related("cluster").by_rank()[: MOST_BADGES + 1])
    if not found or len(found) > MOST_BADGES:
        words = ngettext(
            "Plus de %(number)d badge à la fois : filtrez la liste, ou cochez des personnes.",
            "Plus de %(number)d badges à la fois : filtrez la liste, ou cochez des personnes.",
            MOST_BADGES,
        )
        nobody = _("Aucune des personnes choisies n’a de place : il n’y a pas de badge à imprimer.")
        messages.warning(request, words % {"number": MOST_BADGES} if found else nobody)
        return redirect(sheet_url(owner, sheet))
    event = any_event(sheet)
    title = event.get_admin_display_title() if event is not None else str(sheet)
    content = badge_sheets(found, ShownEvent(sheet), title, get_language() or "fr")
    if request.method != "HEAD":
        log_sign_up(owner, BADGES, signed_in_user(request), sheet.pk)
    headers = {
        "Content-Disposition": f'attachment; filename="badges-{sheet.pk}.pdf"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)
