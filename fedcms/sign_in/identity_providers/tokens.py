"""Proves what a provider says of a person: whose signature, for whom, for how long, in answer to which request."""

import hmac
from collections.abc import Mapping

import jwt

from fedcms.sign_in.identity_providers.configuration import IdentityProvider, is_safe_address
from fedcms.sign_in.identity_providers.outgoing import BoundedSession

# Of public keys alone: neither "none" nor a signature that whoever knows the public key can make.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
LEEWAY = 60
"""Seconds by which the provider's clock may be wrong."""
LONGEST_SUBJECT = 191
"""What a linked identity has room for."""

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
    try:
        key = _key_for(token, response.json())
        claims = jwt.decode(
            token,
            key,
            algorithms=list(ALGORITHMS),
            issuer=provider.issuer,
            audience=provider.client_id,
            leeway=LEEWAY,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except (jwt.PyJWTError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise WrongToken(type(error).__name__) from error
    if claims.get("azp", provider.client_id) != provider.client_id:
        raise WrongToken("given to another")
    if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and "azp" not in claims:
        raise WrongToken("for several")
    said = claims.get("nonce")
    if not nonce or not isinstance(said, str) or not hmac.compare_digest(said.encode(), nonce.encode()):
        raise WrongToken("nonce")
    subject = claims["sub"]
    if not isinstance(subject, str) or not subject or len(subject) > LONGEST_SUBJECT:
        raise WrongToken("subject")
    return dict(claims)


def verified_address(
    provider: IdentityProvider, description: Mapping[str, object], claims: Claims, access_token: str
) -> str:
    """Returns the mail address that the provider has verified; empty when there is none.

    Of the id token, or else of userinfo, which must be about the same person. Raises `requests.RequestException`.
    """
    said = claims
    endpoint = str(description.get("userinfo_endpoint", ""))
    if "email" not in said and is_safe_address(endpoint, issuer=provider.issuer):
        with BoundedSession() as session:
            response = session.get(endpoint, headers={"Authorization": f"Bearer {access_token}"})
        response.raise_for_status()
        found = response.json()
        said = found if isinstance(found, dict) and found.get("sub") == claims["sub"] else {}
    address = said.get("email")
    # Not "true" in quotes, nor 1: what is not said clearly is not said.
    return address if isinstance(address, str) and said.get("email_verified") is True else ""


def _key_for(token: str, published: object) -> jwt.PyJWK:
    """Returns the key that a token names; the only one, where it names none."""
    if not isinstance(published, dict):
        raise WrongToken("no keys")
    keys = [key for key in jwt.PyJWKSet.from_dict(published).keys if key.public_key_use in (None, "sig")]
    named = jwt.get_unverified_header(token).get("kid")
    fitting = [key for key in keys if named is None or key.key_id == named]
    if len(fitting) != 1:
        raise WrongToken("no such key")
    return fitting[0]
