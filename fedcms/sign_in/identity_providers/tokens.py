"""Proves what a provider says of a person: whose signature, for whom, for how long, in answer to which request."""

import hmac
from collections.abc import Mapping

import jwt

from fedcms.sign_in.identity_providers.configuration import IdentityProvider, is_safe_address
from fedcms.sign_in.identity_providers.outgoing import BoundedSession, unforeseen_as

# Of public keys alone: neither "none" nor a signature that whoever knows the public key can make.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
LEEWAY = 60
"""Seconds by which the provider's clock may be wrong."""
LONGEST_SUBJECT, LONGEST_ADDRESS = 191, 254
"""As long as the columns of a linked identity and of an account."""

Claims = Mapping[str, object]


class WrongToken(Exception):
    """A token that proves nothing."""


def proved_claims(
    provider: IdentityProvider, description: Mapping[str, object], token: object, nonce: str
) -> Claims:
    """Returns what an id token says. Raises `WrongToken`, or `requests.RequestException`."""
    if not isinstance(token, str):
        raise WrongToken("no id token")
    with BoundedSession() as session:
        response = session.get(str(description["jwks_uri"]))
    response.raise_for_status()
    with unforeseen_as(WrongToken):
        return _claims_of(provider, token, response.json(), nonce)


def _claims_of(provider: IdentityProvider, token: str, published: object, nonce: str) -> Claims:
    """Returns what an id token says that one of the published keys has signed. Raises `WrongToken`, and others."""
    claims = jwt.decode(
        token,
        _key_for(token, published),
        algorithms=list(ALGORITHMS),
        issuer=provider.issuer,
        audience=provider.client_id,
        leeway=LEEWAY,
        options={"require": ["iss", "sub", "aud", "exp", "iat"]},
    )
    if claims.get("azp", provider.client_id) != provider.client_id:
        raise WrongToken("given to another")
    if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and "azp" not in claims:
        raise WrongToken("for several")
    said = claims.get("nonce")
    if not nonce or not isinstance(said, str) or not hmac.compare_digest(said.encode(), nonce.encode()):
        raise WrongToken("nonce")
    subject = claims["sub"]
    if not isinstance(subject, str) or not _can_be_kept(subject, LONGEST_SUBJECT):
        raise WrongToken("subject")
    return dict(claims)


def verified_address(
    provider: IdentityProvider, description: Mapping[str, object], claims: Claims, access_token: str
) -> str:
    """Returns the mail address that the provider has verified; empty when there is none.

    Of the id token, or else of userinfo, which must be about the same person. Raises `WrongToken`, or
    `requests.RequestException`.
    """
    said = claims
    endpoint = str(description.get("userinfo_endpoint", ""))
    if "email" not in said and is_safe_address(endpoint, issuer=provider.issuer):
        with BoundedSession() as session:
            response = session.get(endpoint, headers={"Authorization": f"Bearer {access_token}"})
        response.raise_for_status()
        with unforeseen_as(WrongToken):
            found = response.json()
        said = found if isinstance(found, dict) and found.get("sub") == claims["sub"] else {}
    address = said.get("email")
    # Not "true" in quotes, nor 1: what is not said clearly is not said.
    if not isinstance(address, str) or said.get("email_verified") is not True:
        return ""
    return address if _can_be_kept(address, LONGEST_ADDRESS) else ""


def _can_be_kept(text: str, longest: int) -> bool:
    """Returns whether the database takes a text: neither NUL nor halves of characters, which JSON can say."""
    return 0 < len(text) <= longest and text.isprintable()


def _key_for(token: str, published: object) -> jwt.PyJWK:
    """Returns the key that a token names; the only one, where it names none."""
    if not isinstance(published, dict):
        raise WrongToken("no keys")
    header = jwt.get_unverified_header(token)
    algorithm, named = header.get("alg"), header.get("kid")
    if algorithm not in ALGORITHMS:
        raise WrongToken("algorithm")
    fitting = [
        key
        for key in published["keys"]
        if key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) == algorithm
        and (named is None or key.get("kid") == named)
    ]
    if len(fitting) != 1:
        raise WrongToken("no such key")
    # Many providers do not say for which algorithm a key is.
    return jwt.PyJWK(fitting[0], algorithm)
