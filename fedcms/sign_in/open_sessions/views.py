"""The screen of the own account that lists where it is open and what opens it, and ends its sessions."""

from typing import cast

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from fedcms.sign_in.identity_providers.people import forget_identities, names_of_identities
from fedcms.sign_in.models import SecurityEvent
from fedcms.sign_in.open_sessions.register import end_other_sessions, end_session, open_sessions_of
from fedcms.sign_in.security_log.record import record
from fedcms.users.models import User


class EndSessionForm(forms.Form):
    """Names the session to end; without one, all but that of who asks."""

    session = forms.UUIDField(required=False)


def open_sessions(request: HttpRequest) -> HttpResponseBase:
    """Lists the sessions of who asks; by POST, ends one of them or all others, or unlinks identities."""
    user = cast(User, request.user)  # The guard lets in nobody else.
    if request.method == "POST":
        if "identities" in request.POST:
            return cast(HttpResponseBase, _unlinked(request, user))
        form = EndSessionForm(request.POST)
        key = form.cleaned_data["session"] if form.is_valid() else None
        if "others" in request.POST:
            end_other_sessions(request, user)
            record(SecurityEvent.Kind.SESSIONS_ENDED, user)
            messages.success(request, _("Votre compte n’est plus ouvert que sur cet appareil."))
        elif key is not None and end_session(request, user, key):
            record(SecurityEvent.Kind.SESSIONS_ENDED, user)
            messages.success(request, _("La session est fermée."))
        else:
            messages.warning(request, _("Cette session était déjà fermée."))
        return redirect("open_sessions")
    context = {"open": open_sessions_of(request, user), "identities": names_of_identities(user)}
    return TemplateResponse(request, "sign_in/open_sessions.html", context)


@reauthentication_required
def _unlinked(request: HttpRequest, user: User) -> HttpResponseBase:
    """Removes the identities that open the account, and ends its other sessions, of who has just typed the password.

    Who came in by an identity that is not theirs knows no password.
    """
    with transaction.atomic():
        count = forget_identities(user)
    if count:
        update_session_auth_hash(request, user)
        messages.success(request, _("Plus aucun fournisseur d’identité n’ouvre votre compte."))
    return redirect("open_sessions")
