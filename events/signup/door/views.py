"""The door of an event: who is expected, found by name or code and checked in, by plain forms or a device's script.

The page names nobody until somebody searches, so that a device may keep it; the list it keeps is another answer.
"""

from datetime import datetime, timedelta
from http import HTTPStatus
from pathlib import Path

from csp.constants import NONE, SELF
from csp.decorators import csp
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clusters.publishing.refusal import Refusal
from clusters.translation.access.guards import signed_in_user
from events.models import EventPage, SignUp, SignUpSheet
from events.repetition.wording import series_in_words
from events.signup.codes import check_in_code
from events.signup.door.forms import LONGEST_CODE, LONGEST_WORDS, InvalidReports, reports_in
from events.signup.door.presence import Outcome, Report, expected, find_by_words, note_presence
from events.signup.door.wording import script_words
from events.signup.log_actions import log_list_taken
from events.signup.screen_arguments import sheet_of, sheet_url, team_to_organise_for
from events.signup.sheet_events import any_event

SHOWN = 50
OPENS_BEFORE = timedelta(days=1)
"""So long before the event its list is given to devices."""
NO_STORE = {"Cache-Control": "private, no-store"}
_WORKER = Path(settings.BASE_DIR) / "fedcms" / "static" / "door" / "worker.js"
# Nothing but its own scripts, styles and answers: stricter than the admin's.
_POLICY = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "font-src": [SELF],
    "connect-src": [SELF],
    "worker-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}


def _people(sheet: SignUpSheet) -> list[SignUp]:
    return list(expected(sheet))


def _last_moment(event: EventPage | None) -> datetime | None:
    """Returns until when devices may keep the list (aware); `None` for an event that has no page."""
    return event.span()[1] if event is not None else None


@csp(_POLICY)  # type: ignore[arg-type]  # typed for views without arguments
@require_http_methods(["GET", "HEAD", "POST"])
def door(request: HttpRequest, team: int, sheet_id: int) -> HttpResponseBase:
    """Shows the page; searches and checks in by POST, for which no script is needed."""
    owner = team_to_organise_for(request, team)
    sheet = sheet_of(owner, sheet_id)
    words = request.POST.get("words", "")[:LONGEST_WORDS]
    told = _checked_in(request, sheet) if request.POST.get("code") else ""
    people = _people(sheet)
    found = find_by_words(people, words) if request.method == "POST" and words.strip() else []
    event = any_event(sheet)
    context = {
        "team": team,
        "sheet": sheet,
        "title": event.title if event is not None else str(sheet),
        # Of what repeats: a device keeps the page from one date to the next, so that it names none.
        "series": series_in_words(event.series) if event is not None and event.series else "",
        "words": words,
        "told": told,
        "is_searched": bool(words.strip()),
        "found": [(each, check_in_code(each)) for each in found[:SHOWN]],
        "number_here": sum(each.checked_in_at is not None for each in people),
        "number": len(people),
        "script_words": script_words(),
        "back": sheet_url(owner, sheet),
    }
    return TemplateResponse(request, "events/sign_up/door.html", context, headers=NO_STORE)


def _checked_in(request: HttpRequest, sheet: SignUpSheet) -> str:
    """Notes what a button says; returns what became of it in words."""
    code = request.POST.get("code", "")[:LONGEST_CODE]
    report = Report(code, request.POST.get("here") == "1", timezone.now())
    try:
        (outcome,) = note_presence(sheet, [report])
    except Refusal as refusal:
        return str(refusal)
    if outcome is Outcome.UNKNOWN:
        return _("Personne n’a de place avec ce code.")
    return _("Présence notée.") if report.is_here else _("Présence annulée.")


@require_safe
def people(request: HttpRequest, team: int, sheet_id: int) -> HttpResponseBase:
    """Gives a device the list: names and codes alone, with whose device it is and until when it may keep it.

    410 when the event is over, and 425 when it is long before it: a device then has, or keeps, nothing.
    """
    owner = team_to_organise_for(request, team)
    sheet = sheet_of(owner, sheet_id)
    event = any_event(sheet)
    now, end = timezone.now(), _last_moment(event)
    if event is None or end is None or end <= now or event.is_void:
        return JsonResponse({"reason": "over"}, status=HTTPStatus.GONE, headers=NO_STORE)
    if (event.next_start() or event.starts_at) - OPENS_BEFORE > now:
        return JsonResponse({"reason": "early"}, status=HTTPStatus.TOO_EARLY, headers=NO_STORE)
    user = signed_in_user(request)
    log_list_taken(owner, user, sheet.pk)
    found = [
        {"name": each.name, "code": check_in_code(each), "here": each.checked_in_at is not None}
        for each in _people(sheet)
    ]
    holder = salted_hmac("events.signup.door", f"{user.pk}-{sheet.pk}", algorithm="sha256").hexdigest()
    answer = {
        "people": found,
        "now": int(now.timestamp() * 1000),
        "milliseconds_left": int((end - now).total_seconds() * 1000),
        "holder": holder,
        "csrf": get_token(request),
    }
    return JsonResponse(answer, headers=NO_STORE)


@require_POST
def presence(request: HttpRequest, team: int, sheet_id: int) -> HttpResponseBase:
    """Notes what a device reports, and answers what became of each report."""
    owner = team_to_organise_for(request, team)
    sheet = sheet_of(owner, sheet_id)
    try:
        outcomes = note_presence(sheet, reports_in(request.body))
    except InvalidReports:
        return JsonResponse({"reason": "invalid"}, status=HTTPStatus.BAD_REQUEST, headers=NO_STORE)
    except Refusal:
        return JsonResponse({"reason": "over"}, status=HTTPStatus.GONE, headers=NO_STORE)
    return JsonResponse({"outcomes": outcomes}, headers=NO_STORE)


@csp(_POLICY)  # type: ignore[arg-type]  # typed for views without arguments
@require_safe
def worker(request: HttpRequest, team: int, sheet_id: int) -> HttpResponseBase:
    """Gives the service worker, whose scope is the folder of its address: this door alone."""
    sheet_of(team_to_organise_for(request, team), sheet_id)
    return HttpResponse(
        _WORKER.read_bytes(),
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "private, no-cache"},
    )
