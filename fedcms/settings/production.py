"""Settings for serving the site, by `make run` and in production; the environment sets what differs."""

import os

from django.core.exceptions import ImproperlyConfigured
from environs import Env

from .base import *  # noqa: F403
from .secret_files import secret_in_file

env = Env()


def _secret_key() -> str:
    """Returns FEDCMS_SECRET_KEY, or the content of the file FEDCMS_SECRET_KEY_FILE. Raises `ImproperlyConfigured`."""
    if key := env.str("FEDCMS_SECRET_KEY", ""):
        return key
    if key := secret_in_file("FEDCMS_SECRET_KEY", os.environ):
        return key
    raise ImproperlyConfigured("Set FEDCMS_SECRET_KEY, or FEDCMS_SECRET_KEY_FILE to a file that holds it.")


SECRET_KEY = _secret_key()
# Former keys, which are still accepted, and sign webhooks beside the present one (docs/operations/distribution.md).
SECRET_KEY_FALLBACKS: list[str] = env.list("FEDCMS_SECRET_KEY_FALLBACKS", [])
ALLOWED_HOSTS = env.list("FEDCMS_ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("FEDCMS_TRUSTED_ORIGINS", [])

# Behind a proxy that ends TLS.
if env.bool("FEDCMS_HTTPS", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = env.int("FEDCMS_HSTS_SECONDS", 3600)
    # Names below the site's own have no plain HTTP either, unless an operator says otherwise.
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("FEDCMS_HSTS_SUBDOMAINS", True)
    # The list that browsers are delivered with takes a name for years: only who owns the domain can promise that.
    SECURE_HSTS_PRELOAD = env.bool("FEDCMS_HSTS_PRELOAD", False)
    SILENCED_SYSTEM_CHECKS = [] if SECURE_HSTS_PRELOAD else ["security.W021"]
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
