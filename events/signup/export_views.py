"""The downloads of a sheet's sign-ups as tables, filtered as their list is: CSV, and a workbook (XLSX)."""

from zoneinfo import ZoneInfo

from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from clusters.models.owner import SectionOwner
from clusters.translation.access.guards import signed_in_user
from events.models import SignUpSheet
from events.models.signup import SignUpQuerySet
from events.signup.export import headings, lines_of, values_of
from events.signup.log_actions import EXPORTED, log_sign_up
from events.signup.screen_arguments import sheet_of, team_to_organise_for
from events.signup.sheet_events import any_event
from events.signup.views import SignUpFilterForm, found_sign_ups
from events.wording import zone_city
from fedcms.core.http.csv_download import csv_download
from fedcms.core.xlsx_download import xlsx_download

ROWS_AT_ONCE = 500


def _to_export(
    request: HttpRequest, team: int, sheet_id: int
) -> tuple[SectionOwner, SignUpSheet, SignUpQuerySet]:
    """Returns the owner of a sheet, the sheet, and the sign-ups to export."""
    owner = team_to_organise_for(request, team)
    sheet = sheet_of(owner, sheet_id)
    return owner, sheet, found_sign_ups(sheet, SignUpFilterForm(sheet, request.GET), "")


def _clock_of(sheet: SignUpSheet) -> tuple[ZoneInfo, str]:
    """Returns the zone of a sheet's event and its city; without an event the reader's zone, and "". One query."""
    event = any_event(sheet)
    if event is None:
        return ZoneInfo(timezone.get_current_timezone_name()), ""
    return event.time_zone, zone_city(event)


def _kept_nowhere(response: StreamingHttpResponse | FileResponse) -> HttpResponseBase:
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def export(request: HttpRequest, team: int, sheet_id: int) -> HttpResponseBase:
    """Downloads the sign-ups on a sheet as CSV; moments are those of the event's zone, which is named."""
    owner, sheet, found = _to_export(request, team, sheet_id)
    if request.method == "GET":
        log_sign_up(owner, EXPORTED, signed_in_user(request), sheet.pk)
    questions = list(sheet.questions.all())
    zone, city = _clock_of(sheet)
    lines = lines_of(found.iterator(ROWS_AT_ONCE), questions, get_language() or "fr", zone)
    return _kept_nowhere(csv_download(f"sign-ups-{sheet.pk}", headings(questions, city), lines))


@require_GET
def export_workbook(request: HttpRequest, team: int, sheet_id: int) -> HttpResponseBase:
    """Downloads the sign-ups on a sheet as a workbook; moments are dates of the event's zone, which is named."""
    owner, sheet, found = _to_export(request, team, sheet_id)
    questions = list(sheet.questions.all())
    zone, city = _clock_of(sheet)
    download = xlsx_download(
        f"sign-ups-{sheet.pk}",
        headings(questions, city),
        (values_of(each, questions) for each in found.iterator(ROWS_AT_ONCE)),
        zone=zone,
        title=_("Inscriptions"),
        is_right_to_left=get_language_bidi(),
    )
    log_sign_up(owner, EXPORTED, signed_in_user(request), sheet.pk)
    return _kept_nowhere(download)
