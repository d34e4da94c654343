"""Where errors and traces are sent; to nobody unless it is set (docs/operations/monitoring.md)."""

from importlib.util import find_spec

from environs import Env

env = Env()

SENTRY_DSN = env.str("SENTRY_DSN", "")
SENTRY_ENVIRONMENT = env.str("SENTRY_ENVIRONMENT", "production")
# The exporter reads this variable, and others of its standard (OTEL_SERVICE_NAME, OTEL_TRACES_SAMPLER), itself.
OTEL_EXPORTER_OTLP_ENDPOINT = env.str("OTEL_EXPORTER_OTLP_ENDPOINT", "")
# Where the package is missing, nothing of it is loaded, and what starts next says so (fedcms.E010).
FEDCMS_TRACES = bool(OTEL_EXPORTER_OTLP_ENDPOINT) and find_spec("opentelemetry") is not None
