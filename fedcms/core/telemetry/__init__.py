"""Sends errors to Sentry and traces by OpenTelemetry, where the environment asks for it; no personal data."""
