"""The screens of the own account that ask for a new address, and confirm it."""

from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from fedcms.core.i18n.bidi import isolated
from fedcms.sign_in.answers import too_many_response
from fedcms.sign_in.attempts import TooManyTries
from fedcms.sign_in.email_change.changes import (
    LinkGone,
    ask_for_change,
    change_of_link,
    change_that_waits,
    confirm_change,
    give_up_change,
)
from fedcms.sign_in.email_change.forms import NewEmailForm
from fedcms.sign_in.email_change.mails import SIGN_IN_NAME
from fedcms.users.models import User


def _asked(request: HttpRequest) -> HttpResponseBase:
    """Shows the address of the account and the form for a new one; by POST, mails it the link."""
    user = cast(User, request.user)  # The guard lets in nobody else.
    if request.method == "POST" and "give_up" in request.POST:
        give_up_change(user)
        messages.success(request, _("Votre compte garde son adresse."))
        return redirect("change_email")
    form = NewEmailForm(user, request.POST if request.method == "POST" else None)
    refusal = None
    if form.is_valid():
        try:
            ask_for_change(user, form.cleaned_data["email"])
        except TooManyTries as many:
            refusal = many
            form.add_error(None, many.words)
        else:
            messages.success(request, _("Un courriel est parti à la nouvelle adresse : ouvrez son lien."))
            return redirect("change_email")
    context = {"form": form, "waiting": change_that_waits(user)}
    response = TemplateResponse(request, "sign_in/change_email.html", context)
    return too_many_response(response, refusal) if refusal else response


change_email = reauthentication_required(_asked)


def confirm_email_change(request: HttpRequest, nonce: str) -> HttpResponseBase:
    """Asks whether the account is to have the new address, since programs open links, too; by POST, gives it."""
    user = cast(User, request.user)  # The guard lets in nobody else.
    if request.method == "POST":
        try:
            email = confirm_change(user, nonce)
        except LinkGone:
            messages.error(request, _("Ce lien ne sert plus : demandez-en un autre."))
        else:
            messages.success(
                request, _("L’adresse de votre compte est maintenant %(email)s.") % {"email": email}
            )
            messages.info(request, SIGN_IN_NAME % {"username": isolated(user.get_username())})
        return redirect("change_email")
    change = change_of_link(user, nonce)
    context = {"email": change.email if change is not None else ""}
    return TemplateResponse(request, "sign_in/confirm_email_change.html", context)
