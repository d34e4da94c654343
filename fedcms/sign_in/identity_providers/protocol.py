"""Speaks OpenID Connect by django-allauth: with state, nonce and PKCE, to the providers of the environment alone."""

import re
from collections.abc import Mapping

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import get_random_string

from fedcms.sign_in.identity_providers.configuration import IdentityProvider
from fedcms.sign_in.identity_providers.outgoing import (
    BoundedSession,
    ProviderAway,
    description_of,
    unforeseen_as,
)
from fedcms.sign_in.identity_providers.tokens import WrongToken

NONCE_LENGTH = 32
# What a provider may say went wrong (RFC 6749, OpenID Connect Core): nothing else of it comes into the log.
ERRORS = (
    *(
        "access_denied",
        "account_selection_required",
        "consent_required",
        "interaction_required",
        "login_required",
    ),
    *("invalid_client", "invalid_grant", "invalid_request", "invalid_scope", "unauthorized_client"),
    *("server_error", "temporarily_unavailable", "unsupported_grant_type", "unsupported_response_type"),
)


class SocialAdapter(DefaultSocialAccountAdapter):
    """What django-allauth asks of providers goes out within bounds; nobody signs up by one."""

    def get_requests_session(self) -> BoundedSession:
        """Returns what asks a provider."""
        return BoundedSession()

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        """Returns False: accounts are made by invitation."""
        return False


class _Client(OAuth2Client):
    """django-allauth's, for addresses that have a query of their own, too."""

    def get_redirect_url(self, authorization_url: str, scope: list[str], extra_params: dict[str, str]) -> str:
        """Returns the address to which people are led."""
        address: str = super().get_redirect_url(authorization_url, scope, extra_params)
        asked = address.removeprefix(f"{authorization_url}?")
        return f"{authorization_url}{'&' if '?' in authorization_url else '?'}{asked}"


class _Endpoints(OpenIDConnectOAuth2Adapter):
    """The addresses of one provider. django-allauth would look it up in its own tables."""

    client_class = _Client

    def __init__(self, request: HttpRequest, given: IdentityProvider) -> None:
        super().__init__(request, given.id)
        self.given = given

    def get_provider(self) -> "_Provider":
        """Returns the provider that the environment gives."""
        return _Provider(self.request, self.given)

    @property
    def openid_config(self) -> dict[str, object]:
        """Returns what the provider publishes of itself."""
        return description_of(self.given)


class _Provider(OpenIDConnectProvider):
    """django-allauth's provider, for one of the environment."""

    def __init__(self, request: HttpRequest, given: IdentityProvider) -> None:
        self.given = given
        app = SocialApp(
            provider=self.id,
            provider_id=given.id,
            name=given.name,
            client_id=given.client_id,
            secret=given.client_secret,
            settings={
                "oauth_pkce_enabled": True,
                # Neither name nor picture is asked for.
                "scope": ["openid", "email"],
                "token_auth_method": given.token_auth_method,
            },
        )
        super().__init__(request, app=app)

    def get_oauth2_adapter(self, request: HttpRequest) -> _Endpoints:
        """Returns the addresses of this provider."""
        return _Endpoints(request, self.given)


def address_to_begin(request: HttpRequest, given: IdentityProvider, wanted: str) -> str:
    """Returns where the person shows who they are; the session keeps what the answer must match.

    Raises `requests.RequestException` when the provider does not answer.
    """
    nonce = get_random_string(NONCE_LENGTH)
    provider = _Provider(request, given)
    with unforeseen_as(ProviderAway):
        answer: HttpResponseBase = provider.redirect(
            request, process="login", next_url=wanted, auth_params={"nonce": nonce}, nonce=nonce
        )
    return str(answer["Location"])


def taken_state(request: HttpRequest, given: IdentityProvider) -> dict[str, object] | None:
    """Returns what was kept when this sign-in began, once; `None` when nothing was, or too long ago."""
    state: dict[str, object] | None = statekit.unstash_state(
        request, provider_id=given.id, state_id=request.GET.get("state", "")
    )
    return state


def tokens_for(
    request: HttpRequest, given: IdentityProvider, state: Mapping[str, object]
) -> Mapping[str, object]:
    """Returns the tokens that the provider gives for the code of the answer.

    Raises `WrongToken` when it gives none, `requests.RequestException` when it does not answer.
    """
    with unforeseen_as(WrongToken):
        endpoints = _Endpoints(request, given)
        client = endpoints.get_client(request, endpoints.get_provider().app)
        try:
            found = client.get_access_token(
                request.GET["code"], pkce_code_verifier=state.get("pkce_code_verifier")
            )
        except OAuth2Error as error:
            raise WrongToken(_named_error(str(error))) from error
    if not isinstance(found, dict):
        raise WrongToken("no tokens")
    return found


def error_of_answer(request: HttpRequest) -> str:
    """Returns why a provider sends somebody back without a code; empty when it says nothing that is known."""
    said = request.GET.get("error", "")
    return said if said in ERRORS else ""


def _named_error(words: str) -> str:
    """Returns the error that an answer names, in words that quote it."""
    return next((name for name in re.findall(r'"error"\s*:\s*"(\w+)"', words) if name in ERRORS), "no tokens")
