"""The screen of the own account that lists where it is open, and ends its sessions."""

from typing import cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from fedcms.sign_in.models import SecurityEvent
from fedcms.sign_in.open_sessions.register import end_other_sessions, end_session, open_sessions_of
from fedcms.sign_in.security_log.record import record
from fedcms.users.models import User


class EndSessionForm(forms.Form):
    """Names the session to end; without one, all but that of who asks."""

    session = forms.UUIDField(required=False)


def open_sessions(request: HttpRequest) -> HttpResponseBase:
    """Lists the sessions of who asks; by POST, ends one of them or all others."""
    user = cast(User, request.user)  # The guard lets in nobody else.
    if request.method == "POST":
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
    return TemplateResponse(request, "sign_in/open_sessions.html", {"open": open_sessions_of(request, user)})
