"""The admin screens of mailings: those of a team, and one with its progress, its recipients and what they opened."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from clusters.models.owner import SectionOwner
from clusters.people.team_links import team_links
from clusters.people.teams import cluster_key, owner_of, team_number
from clusters.publishing.refusal import Refusal
from clusters.translation.access.guards import signed_in_user
from fedcms.users.models import User
from news.models import Mailing, MailingOpening, MailingState, RecipientState
from news.newsroom.mailing.claims import CUT_OFF
from news.newsroom.mailing.starting import pause, resume, stop
from news.newsroom.media_contacts.rights import may_keep_contacts, may_send, owners_with_contacts_of

SHOWN_A_PAGE = 50
MAILINGS_A_PAGE = 20
"""Each is counted anew: thousands of mails, and what was opened of them."""
SURE = "sure"
"""The box that confirms what cannot be undone."""

REASONS = {
    "unsubscribed": gettext_lazy("désabonné entre-temps"),
    "bounced": gettext_lazy("adresse qui ne répond plus"),
    "access": gettext_lazy("accès révoqué ou expiré entre-temps"),
    "erased": gettext_lazy("effacé entre-temps"),
    "unshared": gettext_lazy("n’est plus partagé avec l’équipe"),
    CUT_OFF: gettext_lazy("interrompu à chaque essai"),
    "stopped": gettext_lazy("envoi arrêté avant"),
}


def _team(request: HttpRequest, number: int) -> SectionOwner:
    """Returns the owner of a team whose mailings a person may see. Raises `PermissionDenied`."""
    owner = owner_of(number)
    if not may_keep_contacts(signed_in_user(request), owner):
        raise PermissionDenied
    return owner


def _team_url(owner: SectionOwner) -> str:
    """Returns the address of the list of a team's mailings."""
    return reverse("release_mailings:team", args=[team_number(owner)])


def team(request: HttpRequest, team: int) -> HttpResponseBase:
    """Lists the mailings of a team, the newest first."""
    owner, user = _team(request, team), signed_in_user(request)
    found = Mailing.objects.of_cluster(cluster_key(owner)).order_by("-created_at", "-pk")
    shown = Paginator(found, MAILINGS_A_PAGE).get_page(request.GET.get("p"))
    counted = Mailing.objects.with_counts().in_bulk([each.pk for each in shown])
    context = {
        "team": team,
        "teams": team_links(owners_with_contacts_of(user), owner, _team_url),
        "header_title": _("Envois par courriel – %(team)s") % {"team": owner},
        "mailings": shown,
        "rows": [counted[each.pk] for each in shown],
    }
    return TemplateResponse(request, "news/mailing/team.html", context)


def detail(request: HttpRequest, team: int, mailing_id: int) -> HttpResponseBase:
    """Shows a mailing: how far it is, why it waits, and what became of each mail."""
    owner, user = _team(request, team), signed_in_user(request)
    found = Mailing.objects.of_cluster(cluster_key(owner)).with_counts().select_related("page", "created_by")
    mailing: Any = get_object_or_404(found, pk=mailing_id)
    recipients = mailing.recipients.prefetch_related("openings").order_by("pk")
    state = request.GET.get("state", "")
    if state == "opened":
        recipients = recipients.filter(Exists(MailingOpening.objects.filter(recipient=OuterRef("pk"))))
    elif state in RecipientState.values:
        recipients = recipients.filter(state=state)
    shown = Paginator(recipients, SHOWN_A_PAGE).get_page(request.GET.get("p"))
    for each in shown:
        each.reason_in_words = REASONS.get(each.reason, each.reason)
    numbers = [
        (each.value, each.label, getattr(mailing, f"number_{each.value}"))
        for each in RecipientState
        if getattr(mailing, f"number_{each.value}")
    ]
    context = {
        "team": team_number(owner),
        "mailing": mailing,
        "header_title": _("Envoi : %(title)s") % {"title": mailing.title},
        "numbers": numbers,
        "total": sum(number for _state, _label, number in numbers),
        "recipients": shown,
        "state": state,
        "filters": f"?state={state}" if state else "",
        "may_send": may_send(user, owner),
        "is_over": mailing.state in (MailingState.DONE, MailingState.STOPPED),
        "back": _team_url(owner),
    }
    return TemplateResponse(request, "news/mailing/detail.html", context)


def _change(
    request: HttpRequest,
    team: int,
    mailing_id: int,
    change: Callable[[Mailing, SectionOwner, User], object],
    words: str,
) -> HttpResponseBase:
    """Changes a mailing, and says so, or why not."""
    owner, user = _team(request, team), signed_in_user(request)
    if not may_send(user, owner):
        raise PermissionDenied
    mailing = get_object_or_404(Mailing.objects.of_cluster(cluster_key(owner)), pk=mailing_id)
    try:
        change(mailing, owner, user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("release_mailings:mailing", team, mailing_id)


@require_POST
def pause_one(request: HttpRequest, team: int, mailing_id: int) -> HttpResponseBase:
    """Pauses a mailing."""
    return _change(request, team, mailing_id, pause, _("L’envoi est en pause : plus rien ne part."))


@require_POST
def resume_one(request: HttpRequest, team: int, mailing_id: int) -> HttpResponseBase:
    """Has a paused mailing go on."""
    return _change(request, team, mailing_id, resume, _("L’envoi reprend."))


@require_POST
def stop_one(request: HttpRequest, team: int, mailing_id: int) -> HttpResponseBase:
    """Ends a mailing for good."""
    if SURE not in request.POST:
        messages.error(request, _("Cochez d’abord la case : on ne peut pas revenir en arrière."))
        return redirect("release_mailings:mailing", team, mailing_id)
    return _change(request, team, mailing_id, stop, _("L’envoi est arrêté : le reste ne partira pas."))
