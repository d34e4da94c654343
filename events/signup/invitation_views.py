"""The admin screen on which a cluster's publishers give its seats at another's event to organisations of its own."""

from uuid import uuid4

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from clusters.models import Cluster
from clusters.models.owner import SectionOwner
from clusters.people.teams import cluster_key
from clusters.translation.access.guards import signed_in_user
from events.models import SignUpInvitation, SignUpSheet
from events.signup.log_actions import INVITED, log_sign_up
from events.signup.mail_frame import ShownEvent
from events.signup.organisation_mails import send_invitation
from events.signup.rights import may_invite_for
from events.signup.screen_arguments import team_to_organise_for, team_url
from events.signup.sheet_events import shown_event, takes_people
from fedcms.core.i18n.bidi import in_line
from fedcms.core.mail_addresses import validate_deliverable

SHOWN = 100
MOST_A_SEAT = 3
"""So many invitations for each reserved seat: some are never answered."""


class InvitationForm(forms.Form):
    """The organisation that is invited."""

    email = forms.EmailField(
        label=gettext_lazy("Courriel de l’organisation"), validators=[validate_deliverable]
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Langue du courriel"), choices=settings.WAGTAIL_CONTENT_LANGUAGES
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)


def _sheet_with_seats(owner: SectionOwner, sheet_id: int) -> SignUpSheet:
    """Returns a sheet of a cluster's own event, or on which it has seats. Raises `Http404` for any other."""
    own = SignUpSheet.objects.of_cluster(cluster_key(owner))
    sheets = SignUpSheet.objects.filter(Q(quotas__cluster=cluster_key(owner)) | Q(pk__in=own.values("pk")))
    found: SignUpSheet = get_object_or_404(sheets.distinct(), pk=sheet_id)
    return found


def _seats_of(owner: SectionOwner, sheet: SignUpSheet) -> int:
    """Returns how many seats are reserved for a cluster; for its own event without any, how many there are."""
    quota = sheet.quotas.filter(cluster=cluster_key(owner)).first()
    return quota.seats if quota is not None else sheet.capacity or SHOWN


@transaction.atomic
def _invite(request: HttpRequest, owner: SectionOwner, sheet: SignUpSheet, form: InvitationForm) -> str:
    """Saves an invitation and mails it; returns why not in words, "" if it is done. A form sent twice invites once."""
    SignUpSheet.objects.select_for_update().get(pk=sheet.pk)
    given = SignUpInvitation.objects.filter(sheet=sheet, cluster=cluster_key(owner))
    if given.filter(form_key=form.cleaned_data["form_key"]).exists():
        return ""
    if given.count() >= _seats_of(owner, sheet) * MOST_A_SEAT:
        return _("Assez d’invitations sont parties pour ces places.")
    shown = ShownEvent(sheet)
    if not takes_people(shown.page(form.cleaned_data["language"])):
        return _("On ne s’inscrit plus à cet événement.")
    user = signed_in_user(request)
    made = SignUpInvitation.objects.create(
        sheet=sheet, cluster=Cluster.objects.get(pk=owner.pk), invited_by=user, **form.cleaned_data
    )
    send_invitation(made, shown)
    log_sign_up(owner, INVITED, user, sheet.pk)
    return ""


def invite(request: HttpRequest, team: int, sheet_id: int) -> HttpResponseBase:
    """Shows the form of an invitation with those that were given, and gives one."""
    owner = team_to_organise_for(request, team)
    if not may_invite_for(signed_in_user(request), owner):
        raise PermissionDenied
    sheet = _sheet_with_seats(owner, sheet_id)
    form = InvitationForm(request.POST or None, initial={"form_key": uuid4()})
    if request.method == "POST" and form.is_valid():
        refusal = _invite(request, owner, sheet, form)
        if not refusal:
            messages.success(request, _("L’invitation est partie."))
            return redirect("event_sign_ups:invite", team, sheet_id)
        form.add_error(None, refusal)
    event = shown_event(sheet, get_language() or "")
    given = SignUpInvitation.objects.filter(sheet=sheet, cluster=cluster_key(owner)).select_related("sign_up")
    context = {
        "team": team,
        "header_title": _("Inviter à « %(title)s »") % {"title": in_line(event.title) if event else "…"},
        "form": form,
        "quota": sheet.quotas.filter(cluster=cluster_key(owner)).first(),
        "invitations": given[:SHOWN],
        "back": team_url(owner),
    }
    return TemplateResponse(request, "events/sign_up/invite.html", context)
