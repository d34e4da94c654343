"""The admin screens of a delegation's programme: what is for all, and the meetings of some."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clusters.models.owner import SectionOwner
from clusters.people.teams import team_number
from clusters.publishing.refusal import Refusal
from clusters.translation.access.guards import signed_in_user
from events.applications.jury_sight import sight_of
from events.applications.log_actions import log_application
from events.applications.missions import any_mission
from events.delegations.log_actions import PROGRAMME_CHANGED
from events.delegations.programme import delete_item, save_item
from events.delegations.programme_form import ItemForm
from events.delegations.views import delegation_url, seen_delegates, team_call
from events.form_versions import posted_form_key
from events.models import CallForApplications, ProgrammeItem
from events.signup.rights import may_open


def programme_url(owner: SectionOwner, call: CallForApplications) -> str:
    """Returns the address of the programme of a delegation."""
    return reverse("mission_delegations:programme", args=[team_number(owner), call.pk])


def _seen_items(request: HttpRequest, call: CallForApplications) -> list[ProgrammeItem]:
    """Returns the items of a programme without the meetings of applications in which the person has an interest."""
    sight = sight_of(signed_in_user(request), call)
    items = ProgrammeItem.objects.filter(call=call).prefetch_related("participants")
    return [item for item in items if all(sight.sees(each) for each in item.participants.all())]


@require_safe
def programme(request: HttpRequest, team: int, call_id: int) -> HttpResponseBase:
    """Lists the items of a delegation's programme, in their order."""
    owner, call = team_call(request, team, call_id)
    context = {
        "team": team,
        "call": call,
        "items": _seen_items(request, call),
        "header_title": _("Programme de la délégation"),
        "may_open": may_open(signed_in_user(request), owner),
        "back": delegation_url(owner, call),
    }
    response = TemplateResponse(request, "events/delegations/programme.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def add_item(request: HttpRequest, team: int, call_id: int) -> HttpResponseBase:
    """Shows the form of a new item, and adds it."""
    owner, call = team_call(request, team, call_id, to_publish=True)
    last = ProgrammeItem.objects.filter(call=call).order_by("pk").last()
    zone = last.time_zone if last is not None else call.time_zone
    return _answer(request, owner, call, ProgrammeItem(call=call, time_zone=zone))


def edit_item(request: HttpRequest, team: int, call_id: int, item_id: int) -> HttpResponseBase:
    """Shows the form of an item, and changes or deletes it."""
    owner, call = team_call(request, team, call_id, to_publish=True)
    item = next((each for each in _seen_items(request, call) if each.pk == item_id), None)
    if item is None:
        raise Http404
    return _answer(request, owner, call, item)


def _answer(
    request: HttpRequest, owner: SectionOwner, call: CallForApplications, item: ProgrammeItem
) -> HttpResponseBase:
    data = request.POST if request.method == "POST" else None
    form = ItemForm(any_mission(call), seen_delegates(request, call), item, data)
    if request.method == "POST" and _acted(request, call, item, form):
        log_application(owner, PROGRAMME_CHANGED, signed_in_user(request), call.pk)
        return redirect(programme_url(owner, call))
    context = {
        "form": form,
        "form_key": uuid4(),
        "version": request.POST.get("version", "") or item.version,
        "item": item,
        "header_title": _("Programme de la délégation"),
        "back": programme_url(owner, call),
    }
    status = 422 if form.errors else 200
    response = TemplateResponse(request, "events/delegations/programme_item.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def _acted(request: HttpRequest, call: CallForApplications, item: ProgrammeItem, form: ItemForm) -> bool:
    """Saves or deletes an item as a button says; returns whether that is done, and says so."""
    version = request.POST.get("version", "")
    try:
        if "delete" in request.POST and item.pk is not None:
            delete_item(call, item.pk, version)
            messages.success(
                request, _("C’est supprimé, et disparaît des calendriers qui suivent ce programme.")
            )
            return True
        if not form.is_valid():
            return False
        save_item(call, form.written(), posted_form_key(request), item.pk, version)
    except Refusal as refusal:
        form.add_error(refusal.field or None, str(refusal))
        return False
    messages.success(request, _("Le programme est enregistré."))
    return True
