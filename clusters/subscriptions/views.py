"""The admin screens of subscribers: how many a team has, and for the federation's publishers one address on request."""

import json

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from clusters.models import Subscriber
from clusters.models.owner import SectionOwner
from clusters.people.addresses import comparable
from clusters.people.team_links import team_links
from clusters.people.teams import owner_of, owners_seen_by, team_number
from clusters.subscriptions import changes
from clusters.subscriptions.counts import numbers_of
from clusters.subscriptions.exporting import data_of
from clusters.subscriptions.log_actions import ERASED, EXPORTED, log_subscriber
from clusters.subscriptions.rights import may_find_subscriber, sees_numbers
from clusters.translation.access.guards import signed_in_user

SURE = "sure"
"""The box that confirms what cannot be undone."""


class FindForm(forms.Form):
    """Takes the address of who asks for their data; by POST, so that no log has it."""

    email = forms.EmailField(label=gettext_lazy("Courriel de la personne"), max_length=254)


def team_url(owner: SectionOwner) -> str:
    """Returns the address of the numbers of a team."""
    return reverse("subscribers:team", args=[team_number(owner)])


def index(request: HttpRequest) -> HttpResponseBase:
    """Redirects to the first team whose numbers the person sees."""
    owners = owners_seen_by(signed_in_user(request))
    if not owners:
        raise PermissionDenied
    return redirect(team_url(owners[0]))


def team(request: HttpRequest, team: int) -> HttpResponseBase:
    """Shows how many get the news of a team, by choice; no addresses."""
    owner, user = owner_of(team), signed_in_user(request)
    if not sees_numbers(user, owner):
        raise PermissionDenied
    context = {
        "owner": owner,
        "teams": team_links(owners_seen_by(user), owner, team_url),
        "header_title": _("Abonnés – %(team)s") % {"team": owner},
        "numbers": numbers_of(owner),
        "may_find": may_find_subscriber(user),
    }
    return TemplateResponse(request, "clusters/subscriptions/admin_numbers.html", context)


def _asked(request: HttpRequest) -> tuple[FindForm, Subscriber | None]:
    """Returns the form and who has the address in it. Raises `PermissionDenied` for who may not ask."""
    if not may_find_subscriber(signed_in_user(request)):
        raise PermissionDenied
    form = FindForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return form, None
    return form, Subscriber.objects.filter(email_key=comparable(form.cleaned_data["email"])).first()


def _find_page(request: HttpRequest, form: FindForm, found: Subscriber | None) -> HttpResponseBase:
    context = {"header_title": _("Données d’un abonné"), "form": form, "found": found}
    return TemplateResponse(request, "clusters/subscriptions/admin_find.html", context)


def _not_found(request: HttpRequest, form: FindForm) -> HttpResponseBase:
    """Says that an address is not subscribed, with what was typed."""
    if form.is_valid():
        form.add_error("email", _("Cette adresse n’est pas abonnée : rien n’est gardé d’elle ici."))
    return _find_page(request, form, None)


def find(request: HttpRequest) -> HttpResponseBase:
    """Looks one address up, on its owner's request, and shows what can be done."""
    form, found = _asked(request)
    return _not_found(request, form) if form.is_bound and found is None else _find_page(request, form, found)


@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """Sends what is kept of an address, as a file for its owner."""
    form, found = _asked(request)
    if found is None:
        return _not_found(request, form)
    log_subscriber(EXPORTED, signed_in_user(request))
    text = json.dumps(data_of(found), ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="subscription.json"'
    return response


@require_POST
def erase(request: HttpRequest) -> HttpResponseBase:
    """Erases what is kept of an address, on its owner's request."""
    form, found = _asked(request)
    if found is None:
        return _not_found(request, form)
    if SURE not in request.POST:
        messages.error(request, _("Cochez la case : ce qui est effacé ne revient pas."))
        return _find_page(request, form, found)
    if changes.erase(found.key):
        log_subscriber(ERASED, signed_in_user(request))
        messages.success(request, _("C’est effacé : adresse, choix et envois."))
    return redirect("subscribers:find")
