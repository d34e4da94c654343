"""Starts what the environment asks for, once a process: in the web's and in the worker."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from fedcms.core.telemetry.packages import INSTALL, missing_packages


def start_telemetry() -> None:
    """Starts Sentry and OpenTelemetry where they are set. Raises `ImproperlyConfigured` when a package is missing."""
    if missing := missing_packages():
        raise ImproperlyConfigured(f"{' '.join(missing)} {INSTALL}")
    # The packages are there when they are asked for alone.
    if settings.SENTRY_DSN:
        from fedcms.core.telemetry.errors import start_errors  # noqa: PLC0415

        start_errors()
    if settings.OTEL_EXPORTER_OTLP_ENDPOINT:
        from fedcms.core.telemetry.traces import start_traces  # noqa: PLC0415

        start_traces()
