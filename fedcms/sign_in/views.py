"""Serves the doors: sign-in, forgotten passwords, and passwords of pages and collections, each limited."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from wagtail import views as wagtail_views
from wagtail.admin.views.account import LoginView, PasswordResetConfirmView, PasswordResetView
from wagtail.documents.views import serve as wagtail_documents

from fedcms.sign_in.answers import too_many_response
from fedcms.sign_in.attempts import TooManyTries, Tries, forget_tries, take_try
from fedcms.sign_in.forms import SignInForm
from fedcms.sign_in.identity_providers.configuration import identity_providers
from fedcms.sign_in.identity_providers.people import forget_identities
from fedcms.sign_in.limited_backend import give_back_tries, refusal_of
from fedcms.sign_in.limits import (
    address_limit,
    late_page_password_limits,
    page_password_limits,
    reset_limits,
)
from fedcms.sign_in.models import ForgottenPassword
from fedcms.sign_in.second_factor.accounts import forget_waiting, signed_in_response
from fedcms.sign_in.tasks import send_reset
from fedcms.users.models import User


class SignInView(LoginView):
    """Wagtail's view; who has tried too often is answered with status 429."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Shows the form. Raises `PermissionDenied` for who works in the admin and was sent here by a page of others.

        Wagtail would send them back to the page, and the page here, until the browser gives up.
        """
        wanted = self.get_redirect_url()
        if wanted and not _is_in_admin(wanted) and request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
        # Who comes back here has left the second factor, or is somebody else at the same machine.
        forget_waiting(request)
        response: HttpResponseBase = super().get(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Returns Wagtail's context, with the identity providers that have a button."""
        context: dict[str, object] = super().get_context_data(**kwargs)
        return context | {"identity_providers": identity_providers()}

    def form_valid(self, form: SignInForm) -> HttpResponseBase:
        """Asks for the second factor of who has one, then signs in."""
        # The password was right, whatever comes of the second factor, which has limits of its own.
        give_back_tries(self.request)
        return signed_in_response(
            self.request,
            form.get_user(),
            self.get_success_url(),
            is_remembered=bool(form.cleaned_data.get("remember")),
        )

    def form_invalid(self, form: Form) -> HttpResponseBase:
        """Returns the form with what is wrong."""
        response: HttpResponseBase = super().form_invalid(form)
        refusal = refusal_of(self.request)
        return response if refusal is None else too_many_response(response, refusal)


class ForgottenPasswordView(PasswordResetView):
    """Wagtail's view; a task looks the account up, so that the answer takes as long for one that there is not."""

    def form_valid(self, form: Form) -> HttpResponseBase:
        """Has the mail sent by the worker, unless too many were asked for."""
        email = form.cleaned_data["email"]
        try:
            take_try(reset_limits(self.request, email))
        except TooManyTries as refusal:
            form.add_error(None, refusal.words)
            return too_many_response(self.form_invalid(form), refusal)
        asked = ForgottenPassword.objects.create(
            email=email,
            language=get_language() or "",
            domain=self.request.get_host(),
            is_secure=self.request.is_secure(),
        )
        send_reset.enqueue(asked.pk)
        return redirect(self.get_success_url())


class NewPasswordView(PasswordResetConfirmView):
    """Wagtail's view; who has the link of the mail is signed in, however often others try the password meanwhile.

    A second factor is asked for all the same.
    """

    def get_user(self, uidb64: str) -> User | None:
        """Returns whose link it is; `None` for an account that was closed after it was sent."""
        user: User | None = super().get_user(uidb64)
        return user if user is not None and user.is_active else None

    def form_valid(self, form: "SetPasswordForm[User]") -> HttpResponseBase:
        """Saves the password, signs in, and forgets the tries from this address; a signal those of the account."""
        super().form_valid(form)
        user = form.user
        # Whoever linked an identity of their own would come in again by it.
        forget_identities(user)
        forget_tries(address_limit(self.request))
        # Who has nothing to do in the admin reads on Wagtail's page that it is done.
        works_here = user.has_perm("wagtailadmin.access_admin")
        wanted = reverse("wagtailadmin_home") if works_here else str(self.get_success_url())
        response = signed_in_response(self.request, user, wanted)
        messages.success(self.request, _("Votre nouveau mot de passe est enregistré."))
        return response


def _is_in_admin(address: str) -> bool:
    """Returns whether an address of the site is one of the admin, which sends nobody here who may open it."""
    return urlsplit(address).path.startswith(reverse("wagtailadmin_home"))


@never_cache
def to_the_one_form(request: HttpRequest) -> HttpResponseBase:
    """Leads from Django's form for readers to the one form of the admin, with where to go on."""
    address = reverse("wagtailadmin_login")
    wanted = request.GET.get("next", "")
    return redirect(f"{address}?{urlencode({'next': wanted})}" if wanted else address)


@never_cache
def page_password(request: HttpRequest, page_view_restriction_id: int, page_id: int) -> HttpResponseBase:
    """Takes the password of a page, as Wagtail does, unless too many wrong ones came."""
    return _limited(
        request,
        f"page {page_view_restriction_id}",
        lambda: wagtail_views.authenticate_with_password(request, page_view_restriction_id, page_id),
    )


@never_cache
def collection_password(request: HttpRequest, restriction_id: int) -> HttpResponseBase:
    """Takes the password of a collection of documents, as Wagtail does, unless too many wrong ones came."""
    return _limited(
        request,
        f"collection {restriction_id}",
        lambda: wagtail_documents.authenticate_with_password(request, restriction_id),
    )


def _taken_try(request: HttpRequest, subject: str) -> Tries:
    """Takes a try of a page's password, or the one that an address still has after too many by whomever."""
    try:
        return take_try(page_password_limits(request, subject))
    except TooManyTries:
        return take_try(late_page_password_limits(request, subject))


def _limited(request: HttpRequest, subject: str, look: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Looks at a posted password within the limits; one that leads on is taken off the count."""
    if request.method != "POST":
        return look()
    try:
        tries = _taken_try(request, subject)
    except TooManyTries as refusal:
        context = {"words": refusal.words}
        return too_many_response(TemplateResponse(request, "sign_in/too_many_tries.html", context), refusal)
    response = look()
    if response.status_code == 302:
        tries.give_back()
    return response
