"""The admin screens of a team: who is in it, invitations, roles, leaving."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clusters.access.teams import name_of
from clusters.models.invitation import Invitation
from clusters.models.owner import SectionOwner
from clusters.people.forms import InvitationForm, LeavingForm, RoleForm
from clusters.people.handover import WorkOfPerson
from clusters.people.invitations import invite, may_manage, pending_of, resend, revoke
from clusters.people.leaving import closes_account, leave, needs_successor, successors_of
from clusters.people.mails import role_in_words
from clusters.people.members import as_members, change_role, is_last_publisher, members_of
from clusters.people.team_links import team_links
from clusters.people.teams import (
    groups_of_team,
    manages,
    may_see,
    owner_of,
    owners_managed_by,
    owners_seen_by,
    role_by_groups,
    team_number,
    translator_groups_by_locale,
)
from clusters.publishing.refusal import Refusal
from clusters.translation.access.guards import signed_in_user
from fedcms.core.i18n.bidi import isolated
from fedcms.users.models import User

PEOPLE_A_PAGE = 50
INVITATIONS_SHOWN = 100


def _add_refusal(form: Form, refusal: Refusal) -> None:
    for part in refusal.parts:
        form.add_error(part.field if part.field in form.fields else None, str(part))


def _team(request: HttpRequest, number: int, *, to_manage: bool = False) -> SectionOwner:
    """Returns the owner of a team. Raises `PermissionDenied` for people who may not see, or manage, it."""
    owner, user = owner_of(number), signed_in_user(request)
    if not (manages(user, owner) if to_manage else may_see(user, owner)):
        raise PermissionDenied
    return owner


def _member(owner: SectionOwner, user_id: int) -> User:
    return get_object_or_404(User.objects.filter(groups__in=groups_of_team(owner)).distinct(), pk=user_id)


def _url(owner: SectionOwner) -> str:
    return reverse("people:team", args=[team_number(owner)])


def index(request: HttpRequest) -> HttpResponseBase:
    """Redirects to the first team that the person may see."""
    owners = owners_seen_by(signed_in_user(request))
    if not owners:
        raise PermissionDenied
    return redirect(_url(owners[0]))


def team(request: HttpRequest, team: int) -> HttpResponseBase:
    """Shows the members of a team, and its pending invitations to those who manage it."""
    owner, user = _team(request, team), signed_in_user(request)
    page = Paginator(members_of(owner), PEOPLE_A_PAGE).get_page(request.GET.get("p"))
    may_change = manages(user, owner)
    found = pending_of(owner).select_related("invited_by").prefetch_related("locales") if may_change else None
    context = {
        "owner": owner,
        "team": team,
        "teams": team_links(owners_seen_by(user), owner, _url),
        "header_title": _("Équipe – %(team)s") % {"team": owner},
        "members": as_members(owner, page),
        "page": page,
        "may_change": may_change,
        "invitations": [
            (each, role_in_words(each), name_of(each.invited_by) if each.invited_by else "")
            for each in (found[:INVITATIONS_SHOWN] if found is not None else ())
        ],
    }
    return TemplateResponse(request, "clusters/people/team.html", context)


def invite_person(request: HttpRequest) -> HttpResponseBase:
    """Shows the form of an invitation, and sends it."""
    user = signed_in_user(request)
    owners = owners_managed_by(user)
    if not owners:
        raise PermissionDenied
    wanted = request.GET.get("team", "")
    initial = {"teams": [int(wanted)]} if wanted.isdecimal() else {}
    form = InvitationForm(owners, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        new = form.invitation()
        try:
            invitation = invite(new, user)
        except Refusal as refusal:
            _add_refusal(form, refusal)
        else:
            words = _("Invitation envoyée à %(email)s.") % {"email": isolated(invitation.email)}
            messages.success(request, words)
            return redirect(_url(new.owners[0]))
    context = {
        "form": form,
        "media": form.media,
        "header_title": _("Inviter quelqu’un"),
        "back": reverse("people:index"),
    }
    return TemplateResponse(request, "clusters/people/invite.html", context)


def _invitation(request: HttpRequest, invitation_id: int) -> Invitation:
    found = get_object_or_404(Invitation, pk=invitation_id)
    if not may_manage(signed_in_user(request), found):
        raise PermissionDenied
    return found


def _change_invitation(
    request: HttpRequest,
    team: int,
    invitation_id: int,
    change: Callable[[Invitation, User], None],
    words: str,
) -> HttpResponseBase:
    """Changes an invitation, says so in words that name its address, or why not, and returns to the team."""
    invitation = _invitation(request, invitation_id)
    try:
        change(invitation, signed_in_user(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words % {"email": isolated(invitation.email)})
    return redirect("people:team", team)


@require_POST
def resend_invitation(request: HttpRequest, team: int, invitation_id: int) -> HttpResponseBase:
    """Mails an invitation again."""
    words = _("Invitation renvoyée à %(email)s ; le lien d’avant ne sert plus.")
    return _change_invitation(request, team, invitation_id, resend, words)


@require_POST
def revoke_invitation(request: HttpRequest, team: int, invitation_id: int) -> HttpResponseBase:
    """Makes the link of an invitation void."""
    words = _("L’invitation de %(email)s est révoquée : son lien ne sert plus.")
    return _change_invitation(request, team, invitation_id, revoke, words)


def role(request: HttpRequest, team: int, user_id: int) -> HttpResponseBase:
    """Shows the role of a member, and changes it."""
    owner = _team(request, team, to_manage=True)
    member = _member(owner, user_id)
    held = set(member.groups.values_list("pk", flat=True))
    languages = [locale for locale, group in translator_groups_by_locale(owner).items() if group in held]
    initial = {"role": role_by_groups(owner, held), "locales": languages}
    form = RoleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_role(
                owner,
                member,
                form.cleaned_data["role"],
                form.cleaned_data["locales"],
                signed_in_user(request),
            )
        except Refusal as refusal:
            _add_refusal(form, refusal)
        else:
            messages.success(
                request, _("Le rôle de %(person)s est enregistré.") % {"person": isolated(name_of(member))}
            )
            # Who gave their own right away sees the team as its other members do.
            return redirect(_url(owner))
    context = {
        "form": form,
        "media": form.media,
        "header_title": _("Rôle de %(person)s") % {"person": isolated(name_of(member))},
        "back": _url(owner),
    }
    return TemplateResponse(request, "clusters/people/role.html", context)


def leave_team(request: HttpRequest, team: int, user_id: int) -> HttpResponseBase:
    """Shows what a member leaves behind, and removes them from the team."""
    owner = _team(request, team, to_manage=True)
    member, actor = _member(owner, user_id), signed_in_user(request)
    is_required = needs_successor(owner, member)
    successors = successors_of(owner, member)
    data = request.POST if request.method == "POST" else None
    form = LeavingForm(successors, is_required=is_required, data=data)
    if data is not None and form.is_valid():
        try:
            departure = leave(owner, member, form.cleaned_data["successor"], actor)
        except Refusal as refusal:
            _add_refusal(form, refusal)
        else:
            if departure.account_is_closed:
                words = _("%(person)s a quitté l’équipe ; son compte est fermé.")
            else:
                words = _("%(person)s a quitté l’équipe.")
            messages.success(request, words % {"person": isolated(departure.name)})
            return redirect("wagtailadmin_home" if member.pk == actor.pk else _url(owner))
    context = {
        "form": form,
        "media": form.media,
        "header_title": _("Retirer %(person)s de l’équipe") % {"person": isolated(name_of(member))},
        "work": WorkOfPerson(owner, member).listed(actor),
        "is_last_publisher": is_last_publisher(owner, member),
        "is_required": is_required,
        "has_colleagues": successors.exists(),
        "closes_account": closes_account(owner, member),
        "back": _url(owner),
    }
    return TemplateResponse(request, "clusters/people/leave.html", context)
