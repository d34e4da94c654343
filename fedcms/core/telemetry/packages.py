"""Says what of telemetry the environment asks for and cannot have: packages that are missing, a wrong address."""

from collections.abc import Sequence
from importlib.util import find_spec

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as Doubt

INSTALL = "pip install --require-hashes -r requirements/observability.txt"
_NEEDED = {
    "SENTRY_DSN": "sentry_sdk",
    "OTEL_EXPORTER_OTLP_ENDPOINT": "opentelemetry.exporter.otlp.proto.http",
}


def missing_packages() -> list[str]:
    """Returns what is wrong, in words: a variable that is set without the package that it needs."""
    return [
        f"{variable} is set, and {package} is not installed."
        for variable, package in _NEEDED.items()
        if getattr(settings, variable) and not _is_installed(package)
    ]


def problem_of_dsn() -> str:
    """Returns what is wrong with SENTRY_DSN, without its key; empty when nothing is, or nothing is asked for."""
    if not settings.SENTRY_DSN or not _is_installed("sentry_sdk"):
        return ""
    # The package is there when it is asked for alone.
    from sentry_sdk.utils import BadDsn, Dsn  # noqa: PLC0415

    try:
        Dsn(settings.SENTRY_DSN)
    except (BadDsn, ValueError):
        return "SENTRY_DSN is no DSN."
    return ""


def _is_installed(package: str) -> bool:
    try:
        return find_spec(package) is not None
    except ModuleNotFoundError:
        return False


@register()
def telemetry_has_its_packages(
    app_configs: Sequence[AppConfig] | None, **kwargs: object
) -> list[CheckMessage]:
    """Returns fedcms.E010 for each variable whose package is missing, and for a wrong SENTRY_DSN.

    The latter stops no command, as it stops no process.
    """
    missing: list[CheckMessage] = [
        Error(words, hint=f"{INSTALL}, or unset it.", id="fedcms.E010") for words in missing_packages()
    ]
    problem = problem_of_dsn()
    hint = "Copy it from the project's settings in Sentry (https://KEY@HOST/NUMBER), or unset it."
    wrong = Doubt(f"{problem} Errors are sent nowhere.", hint=hint, id="fedcms.E010")
    return [*missing, *([wrong] if problem else [])]
