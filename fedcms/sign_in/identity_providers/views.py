"""Leads people to their identity provider, and takes them in when they come back."""

from urllib.parse import urlencode

import requests
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from fedcms.sign_in.attempts import TooManyTries, take_try
from fedcms.sign_in.identity_providers.configuration import IdentityProvider, identity_provider
from fedcms.sign_in.identity_providers.outgoing import description_of, exchange
from fedcms.sign_in.identity_providers.people import NoAccount, link_person, linked_person
from fedcms.sign_in.identity_providers.protocol import (
    address_to_begin,
    error_of_answer,
    taken_state,
    tokens_for,
)
from fedcms.sign_in.identity_providers.tokens import WrongToken, proved_claims, verified_address
from fedcms.sign_in.limits import identity_begun_limit, identity_limit
from fedcms.sign_in.second_factor.accounts import signed_in_response
from fedcms.sign_in.security_log.refusals import record_refused_identity
from fedcms.users.models import User


@never_cache
@require_POST
def begin(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Answers with a page that leads to the provider.

    Not with a redirect: browsers hold what a form leads to against the policy of the page that it is on (form-action),
    and a provider may lead on to others that nobody here knows.
    """
    given = _given(provider_id)
    wanted = _safe(request, request.POST.get("next", ""))
    try:
        take_try([identity_begun_limit(request)])
        with exchange(given):
            address = address_to_begin(request, given, wanted)
    except TooManyTries as refusal:
        return _back(request, refusal.words, wanted)
    except requests.RequestException:
        return _back(request, _does_not_answer(), wanted)
    context = {"address": address, "provider": given}
    response = TemplateResponse(request, "identity_providers/leaving.html", context)
    response["Refresh"] = f"0; url={address}"
    response["Referrer-Policy"] = "no-referrer"
    return response


class _Refused(Exception):
    """Nobody is signed in; `words` say why."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


@never_cache
@require_safe
def come_back(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Takes in who was led to the provider from this browser a moment ago; else says why not, on the sign-in page.

    Who is refused has lost nothing: a session that was open before stays open.
    """
    given = _given(provider_id)
    state = taken_state(request, given) or {}
    wanted = _safe(request, str(state.get("next") or ""))
    try:
        user = _find_person(request, given, state)
    except _Refused as refusal:
        return _back(request, refusal.words, wanted)
    return signed_in_response(request, user, wanted or reverse("wagtailadmin_home"), provider=given)


def _given(provider_id: str) -> IdentityProvider:
    """Returns a provider. Raises `Http404` for one that the environment does not give."""
    given = identity_provider(provider_id)
    if given is None:
        raise Http404
    return given


def _find_person(request: HttpRequest, given: IdentityProvider, state: dict[str, object]) -> User:
    """Returns whose account the provider's answer opens, which is taken off the count. Raises `_Refused`."""
    if state and request.GET.get("error") == "access_denied":
        raise _Refused(_("Vous avez quitté votre fournisseur d’identité sans vous connecter."))
    if state and (named := error_of_answer(request)):
        record_refused_identity(request, None, f"{given.id}: {named}")
    if not state or not request.GET.get("code"):
        raise _Refused(_is_no_answer())
    try:
        tries = take_try([identity_limit(request)])
        with exchange(given):
            user = _proved_person(request, given, state)
    except TooManyTries as refusal:
        raise _Refused(refusal.words) from refusal
    except requests.RequestException as error:
        raise _Refused(_does_not_answer()) from error
    except WrongToken as error:
        record_refused_identity(request, None, f"{given.id}: wrong answer, {error}")
        raise _Refused(_is_no_answer()) from error
    except NoAccount as refusal:
        record_refused_identity(request, refusal.user, f"{given.id}: {refusal.why}")
        raise _Refused(_has_no_account()) from refusal
    tries.give_back()
    return user


def _proved_person(request: HttpRequest, given: IdentityProvider, state: dict[str, object]) -> User:
    """Asks the provider who it is, and returns whose account that opens, linked now or before."""
    tokens = tokens_for(request, given, state)
    description = description_of(given)
    claims = proved_claims(given, description, tokens.get("id_token"), str(state.get("nonce", "")))
    subject = str(claims["sub"])
    user = linked_person(given, subject)
    if user is not None:
        return user
    address = verified_address(given, description, claims, str(tokens["access_token"]))
    return link_person(given, subject, address)


def _safe(request: HttpRequest, wanted: str) -> str:
    """Returns an address of the site; empty for any other."""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and is_ours else ""


def _back(request: HttpRequest, words: str, wanted: str) -> HttpResponseBase:
    """Leads to the sign-in page, which says the words, and from which one goes on to where one wanted."""
    messages.error(request, words)
    address = reverse("wagtailadmin_login")
    return redirect(f"{address}?{urlencode({'next': wanted})}" if wanted else address)


def _does_not_answer() -> str:
    return _(
        "Ce fournisseur d’identité ne répond pas. Réessayez dans un moment, ou entrez avec votre mot de passe."
    )


def _is_no_answer() -> str:
    return _(
        "La connexion n’a pas abouti : elle a trop duré, ou la réponse n’était pas la bonne. Recommencez."
    )


def _has_no_account() -> str:
    return _(
        "Aucun compte ne s’ouvre par cette identité. Il faut un compte sur ce site, à l’adresse que votre fournisseur "
        "a vérifiée : demandez une invitation à votre cluster, ou entrez avec votre mot de passe."
    )
