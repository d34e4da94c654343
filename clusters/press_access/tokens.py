"""The secret of an accreditation's link: 256 random bits, of which the database knows the hash alone."""

import secrets
from hashlib import sha256

from django.urls import reverse

from fedcms.core.pages.addresses import absolute

_BYTES = 32
MAX_LENGTH = 64
"""No secret is longer: more is refused before anything is computed of it."""


def new_token() -> str:
    """Returns a new secret."""
    return secrets.token_urlsafe(_BYTES)


def hash_of(token: str) -> str:
    """Returns what the database stores of a secret. Without a salt: nobody can try 256 bits."""
    return sha256(token.encode()).hexdigest()


def link_of(token: str) -> str:
    """Returns the link of a secret, with the site's own address. It says nothing of the person or of the page."""
    return absolute(reverse("press_access", args=[token]))
