"""Says which optional packages are asked for by the environment and missing."""

from collections.abc import Sequence
from importlib.util import find_spec

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

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


def _is_installed(package: str) -> bool:
    try:
        return find_spec(package) is not None
    except ModuleNotFoundError:
        return False


@register()
def telemetry_has_its_packages(
    app_configs: Sequence[AppConfig] | None, **kwargs: object
) -> list[CheckMessage]:
    """Returns fedcms.E010 for each variable whose package is missing."""
    return [Error(words, hint=f"{INSTALL}, or unset it.", id="fedcms.E010") for words in missing_packages()]
