"""The page behind the link of an invitation, for people who are not signed in.

Its address is the same for all: the secret comes by POST, so that no log and no Referer contains it.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from clusters.access.teams import name_of
from clusters.models.invitation import Invitation
from clusters.people.acceptance import (
    AccountAppeared,
    AccountGone,
    NewAccount,
    NotProven,
    accept_with_account,
    accept_with_new_account,
    account_for,
)
from clusters.people.forms import JoinForm, NewAccountForm
from clusters.people.invitations import LinkRefused, invitation_of, owners_of
from clusters.people.mails import role_in_words
from fedcms.core.i18n.bidi import isolated
from fedcms.sign_in.answers import too_many_response
from fedcms.sign_in.attempts import TooManyTries, take_try
from fedcms.sign_in.limits import password_limits


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class AcceptanceView(View):
    """Shows who invites to what, and takes the answer."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Shows the form that a script sends with the secret behind the #, or into which somebody pastes it."""
        return TemplateResponse(request, "clusters/people/open_invitation.html", {})

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Shows the invitation of a secret, in its language; with an answer, accepts it."""
        token = request.POST.get("token", "")
        try:
            invitation = invitation_of(token)
            with override(invitation.language):
                # Rendered here: the page is in the language of the invitation, not in that of the address.
                return _rendered(self._answer(request, token, invitation))
        except LinkRefused as refused:
            return _refused(request, refused)

    def _answer(self, request: HttpRequest, token: str, invitation: Invitation) -> HttpResponseBase:
        account = account_for(invitation)
        if account is not None:
            if not account.is_active:
                return TemplateResponse(request, "clusters/people/closed_account.html", {}, status=403)
            return self._with_account(request, token, invitation)
        is_answer = "answer" in request.POST
        form = NewAccountForm(request.POST if is_answer else None, email=invitation.email)
        if is_answer and form.is_valid():
            data = form.cleaned_data
            try:
                user = accept_with_new_account(
                    token, NewAccount(data["first_name"], data["last_name"], data["password1"])
                )
            except AccountAppeared:
                return self._with_account(request, token, invitation)
            words = _("Votre compte est prêt. Votre identifiant : %(username)s") % {
                "username": isolated(user.get_username())
            }
            messages.success(request, words)
            return redirect("wagtailadmin_login")
        context = _context(token, invitation) | {"form": form}
        return TemplateResponse(request, "clusters/people/new_account.html", context)

    def _with_account(self, request: HttpRequest, token: str, invitation: Invitation) -> HttpResponseBase:
        """Asks whether the person joins with the account of her address; does so once she shows that it is hers."""
        account = account_for(invitation)
        is_signed_in = account is not None and request.user.pk == account.pk
        is_answer = request.POST.get("answer") == "join"
        form = JoinForm(request.POST if is_answer else None, is_signed_in=is_signed_in)
        context = _context(token, invitation) | {
            "username": account.get_username() if account else "",
            "form": form,
        }
        if not is_answer or not form.is_valid():
            return TemplateResponse(request, "clusters/people/join.html", context)
        password = form.cleaned_data.get("password", "")
        username = account.get_username() if account else ""
        try:
            tries = take_try(password_limits(request, username)) if password else None
        except TooManyTries as refusal:
            form.add_error("password" if "password" in form.fields else None, refusal.words)
            response = TemplateResponse(request, "clusters/people/join.html", context)
            return too_many_response(response, refusal)
        try:
            user = accept_with_account(token, request.user.pk, password)
        except AccountGone:
            return TemplateResponse(request, "clusters/people/closed_account.html", {}, status=403)
        except NotProven:
            form.add_error(
                "password" if "password" in form.fields else None, _("Ce n’est pas ce mot de passe.")
            )
            return TemplateResponse(request, "clusters/people/join.html", context)
        if tries is not None:
            tries.give_back()
        words = _("Vous avez rejoint l’équipe. Votre identifiant reste : %(username)s") % {
            "username": isolated(user.get_username())
        }
        messages.success(request, words)
        return redirect("wagtailadmin_home")


def _context(token: str, invitation: Invitation) -> dict[str, object]:
    inviter = invitation.invited_by
    return {
        "token": token,
        "invitation": invitation,
        "inviter": name_of(inviter) if inviter else "",
        "teams": [str(owner) for owner in owners_of(invitation)],
        "role": role_in_words(invitation),
        "content_language": invitation.language,
    }


def _rendered(response: HttpResponseBase) -> HttpResponseBase:
    if isinstance(response, TemplateResponse):
        response.render()
    return response


def _refused(request: HttpRequest, refused: LinkRefused) -> HttpResponseBase:
    """Says why a link does not serve, and what to do; in the language of its invitation."""
    found = refused.invitation
    context = {"problem": refused.problem.value}
    status = 400 if found is None else 410
    response = TemplateResponse(request, "clusters/people/link_refused.html", context, status=status)
    if found is None:
        return response
    with override(found.language):
        return _rendered(response)
