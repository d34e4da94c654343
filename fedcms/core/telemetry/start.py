"""Starts what the environment asks for, once a process: in the web's and in the worker."""

import logging

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from fedcms.core.telemetry.packages import INSTALL, missing_packages, problem_of_dsn

logger = logging.getLogger(__name__)


def start_telemetry() -> None:
    """Starts Sentry and OpenTelemetry where they are set. Raises `ImproperlyConfigured` when a package is missing.

    A wrong address of Sentry's does not stop the site: it goes on without.
    """
    if missing := missing_packages():
        raise ImproperlyConfigured(f"{' '.join(missing)} {INSTALL}")
    # The packages are there when they are asked for alone.
    if settings.SENTRY_DSN:
        from fedcms.core.telemetry.errors import start_errors  # noqa: PLC0415

        if problem := problem_of_dsn():
            logger.error("%s Errors are sent nowhere.", problem)
        else:
            start_errors()
    if settings.OTEL_EXPORTER_OTLP_ENDPOINT:
        from fedcms.core.telemetry.traces import start_traces  # noqa: PLC0415

        start_traces()
