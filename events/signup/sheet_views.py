"""The admin screen on which a publisher opens the sign-up of an event, and changes it. Hours are those of its zone."""

from collections.abc import Callable
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.models.owner import SectionOwner
from clusters.people.teams import lock_teams
from clusters.publishing.refusal import Refusal
from clusters.translation.access.guards import signed_in_user
from clusters.translation.locks import lock_sets
from events.form_versions import NEW, posted_form_key, version_of
from events.models import EventPage, SignUpQuota, SignUpSheet
from events.signup.erasure import withdraw_sheet
from events.signup.log_actions import SHEET_SAVED, SHEET_WITHDRAWN, log_sign_up
from events.signup.screen_arguments import event_to_open, sheet_url, team_url
from events.signup.sheet_changes import change_sheet
from events.signup.sheet_form import SheetForm, sheet_panels
from events.wording import zone_city
from fedcms.core.i18n.bidi import in_line


def edit_sheet(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Shows the form of an event's sheet, new if it has none, and saves it."""
    event, owner = event_to_open(request, page_id)
    if "withdraw" in request.POST:
        return _withdrawn(request, event, owner)
    with timezone.override(event.time_zone):
        if request.method == "POST":
            sheet, form = _posted(request, event, owner)
            if form is None:
                log_sign_up(owner, SHEET_SAVED, signed_in_user(request), sheet.pk)
                messages.success(request, _("Les inscriptions sont réglées."))
                return redirect(sheet_url(owner, sheet))
        else:
            sheet = _sheet_of(event)
            form = _form_of(request, event, sheet)
        return _shown(request, event, owner, sheet, form)


def _withdrawn(request: HttpRequest, event: EventPage, owner: SectionOwner) -> HttpResponseBase:
    """Takes a sheet back on which nobody is signed up, and says so, or why not."""
    sheet = get_object_or_404(SignUpSheet, translation_key=event.translation_key)
    number, refusal = sheet.pk, ""
    if "sure" not in request.POST:
        refusal = _("Cochez d’abord la case : on ne peut pas revenir en arrière.")
    else:
        try:
            withdraw_sheet(sheet)
        except Refusal as error:
            refusal = str(error)
    if refusal:
        messages.error(request, refusal)
        return redirect("event_sign_ups:edit_sheet", event.pk)
    log_sign_up(owner, SHEET_WITHDRAWN, signed_in_user(request), number)
    messages.success(request, _("Les inscriptions sont retirées : la page de l’événement n’en parle plus."))
    return redirect(team_url(owner))


def _sheet_of(event: EventPage) -> SignUpSheet:
    """Returns the sheet of an event, a new one if it has none."""
    found = SignUpSheet.objects.filter(translation_key=event.translation_key).first()
    return found or SignUpSheet(translation_key=event.translation_key)


def _form_of(
    request: HttpRequest, event: EventPage, sheet: SignUpSheet, data: object | None = None
) -> SheetForm:
    form_class = sheet_panels().get_form_class()
    form: SheetForm = form_class(data, instance=sheet, for_user=request.user)
    form.event = event
    return form


def _posted(
    request: HttpRequest, event: EventPage, owner: SectionOwner
) -> tuple[SignUpSheet, SheetForm | None]:
    """Saves what was posted; returns the sheet, with the form if it has errors."""
    forms: list[SheetForm] = []
    form_key = posted_form_key(request)
    version = request.POST.get("version", NEW)

    def change(sheet: SignUpSheet) -> bool:
        if sheet.form_key == form_key:
            return True
        if version != version_of(sheet):
            forms.append(_outdated(request, event))
            return False
        form = _form_of(request, event, sheet, request.POST)
        forms.append(form)
        if form.is_valid():
            form.instance.form_key = form_key
            _free_clusters(form)
            form.save()
            return True
        return False

    sheet = _sheet_of(event)
    try:
        is_saved = change_sheet(sheet, change) if sheet.pk else _create(owner, event, change)
    except Refusal as refusal:
        if not forms:
            forms.append(_outdated(request, event))
        forms[-1].add_error(refusal.field or None, str(refusal))
        is_saved = False
    return _sheet_of(event), None if is_saved else forms[-1]


def _free_clusters(form: SheetForm) -> None:
    """Takes the rows that change their cluster out of the way: two that exchange theirs are written one by one."""
    rows = [each for each in form.formsets["quotas"].forms if "cluster" in each.changed_data]
    SignUpQuota.objects.filter(pk__in=[each.instance.pk for each in rows if each.instance.pk]).delete()


def _outdated(request: HttpRequest, event: EventPage) -> SheetForm:
    """Returns what was typed into a form that is not the newest any more: it can be read, and is not saved."""
    form = _form_of(request, event, SignUpSheet(translation_key=event.translation_key), request.POST)
    words = _("Ces réglages ont été changés entre-temps, dans un autre onglet ou par quelqu’un d’autre.")
    stays = _("Rien n’a été enregistré ; ce que vous avez tapé est encore là.")
    form.add_error(None, f"{words} {stays}")
    form.is_outdated = True
    return form


@transaction.atomic
def _create(owner: SectionOwner, event: EventPage, change: Callable[[SignUpSheet], bool]) -> bool:
    """Saves a new sheet. A form that is sent twice at once makes one."""
    # The team first: that is the order of who leaves one and hands pages over.
    lock_teams([owner])
    lock_sets([event.translation_key])
    return change(_sheet_of(event))


def _shown(
    request: HttpRequest, event: EventPage, owner: SectionOwner, sheet: SignUpSheet, form: SheetForm
) -> HttpResponseBase:
    panel = sheet_panels().get_bound_panel(instance=form.instance, request=request, form=form)
    context = {
        "header_title": _("Inscriptions à « %(title)s »")
        % {"title": in_line(event.get_admin_display_title())},
        "form": form,
        "panel": panel,
        "media": panel.media + form.media,
        "zone": zone_city(event),
        "form_key": uuid4(),
        "version": request.POST.get("version", "") or version_of(sheet),
        "is_outdated": form.is_outdated,
        "sheet": sheet,
        "sign_ups": sheet_url(owner, sheet) if sheet.pk else "",
        "back": team_url(owner),
    }
    # At once: later, the zone of the event would not be that of the fields any more.
    return TemplateResponse(request, "events/sign_up/sheet.html", context).render()
