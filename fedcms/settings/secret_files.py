"""Secrets may stand in files, as systemd's credentials and containers give them: NAME_FILE beside NAME."""

import os
from collections.abc import Mapping, MutableMapping
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SECRETS = (
    "DATABASE_URL",
    "DEEPL_AUTH_KEY",
    "FEDCMS_ANYMAIL",
    "FEDCMS_EMBEDDER_KEY",
    "FEDCMS_IDENTITY_PROVIDERS",
    "FEDCMS_MAIL_WEBHOOK_SECRET",
    "FEDCMS_METRICS_TOKEN",
    "FEDCMS_PAGE_CACHE_URL",
    "FEDCMS_S3_SECRET_KEY",
    "FEDCMS_SEARCH_URL",
    "FEDCMS_SECRET_KEY_FALLBACKS",
    "FEDCMS_SMTP_PASSWORD",
    "FEDCMS_UNSUBSCRIBE_KEY",
    "LIBRETRANSLATE_API_KEY",
    "SENTRY_DSN",
)
"""Variables that may be given by a file. FEDCMS_SECRET_KEY may, too: it stays in its file, which backups copy."""


def secret_in_file(name: str, environment: Mapping[str, str]) -> str:
    """Returns what stands in the file that NAME_FILE names, without the line's end; empty when it names none.

    Raises `ImproperlyConfigured` when the file cannot be read or is empty.
    """
    variable = f"{name}_FILE"
    path = environment.get(variable, "")
    if not path:
        return ""
    try:
        found = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "no text in UTF-8"
        raise ImproperlyConfigured(
            f"{variable}={path}: {why}. Name a file that the site's user may read, or set {name}."
        ) from error
    if not found:
        raise ImproperlyConfigured(
            f"{variable}={path}: the file is empty. Write the value of {name} into it."
        )
    return found


def read_secret_files(environment: MutableMapping[str, str]) -> None:
    """Gives each secret that stands in a file its variable. A variable that is set stays: it is the nearer word."""
    for name in SECRETS:
        if not environment.get(name) and (found := secret_in_file(name, environment)):
            environment[name] = found


# Before any module of the settings reads its variables; commands that the site starts get them, too.
read_secret_files(os.environ)
