"""Encrypts what the second factors are made of, so that a copy of the database alone opens no account."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.encoding import force_bytes


def _key_of(secret: str | bytes) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"fedcms.second_factor:" + force_bytes(secret)).digest())


def _box() -> MultiFernet:
    """Returns what encrypts by the site's key and reads by it or by those before (`SECRET_KEY_FALLBACKS`)."""
    return MultiFernet(
        [Fernet(_key_of(key)) for key in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]]
    )


def encrypted(text: str) -> str:
    """Returns a text encrypted."""
    return _box().encrypt(text.encode()).decode()


def decrypted(text: str) -> str:
    """Returns an encrypted text. Raises `ImproperlyConfigured` when no key of the site reads it."""
    try:
        return _box().decrypt(text.encode()).decode()
    except InvalidToken as error:
        raise ImproperlyConfigured(
            "A second factor was encrypted by another FEDCMS_SECRET_KEY: name it in FEDCMS_SECRET_KEY_FALLBACKS."
        ) from error
