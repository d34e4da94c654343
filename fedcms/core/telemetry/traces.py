"""Sends a span for each request by OpenTelemetry: what was asked, how it was answered, how long it took."""

import os
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django_guid.context import guid
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

from fedcms.core.metrics.requests import method_of, what_was_asked

SECONDS = 5
"""A server that takes longer gets nothing of this batch. Requests never wait: a thread of its own sends."""


def start_traces() -> TracerProvider:
    """Starts the sending, once a process; returns what sends. A process that ends does not wait for the server."""
    # OTEL_SERVICE_NAME comes first; OTEL_RESOURCE_ATTRIBUTES adds the rest, of which `service.name` does not count.
    resource = Resource.create({} if os.environ.get("OTEL_SERVICE_NAME") else {SERVICE_NAME: "fedcms"})
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(timeout=SECONDS)))
    trace.set_tracer_provider(provider)
    return provider


def trace_requests(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware that makes a span of each request. No address is in it: no secret of a link, and nobody's query.

    It trusts no trace that a visitor sends along.
    """
    tracer = trace.get_tracer("fedcms")

    def answer(request: HttpRequest) -> HttpResponseBase:
        with tracer.start_as_current_span(
            "request",
            kind=trace.SpanKind.SERVER,
            record_exception=False,
            # It would say the words of the exception, in which databases quote what was typed.
            set_status_on_exception=False,
        ) as span:
            response = get_response(request)
            if span.is_recording():
                method, asked = method_of(request), what_was_asked(request)
                span.update_name(f"{method} {asked}")
                span.set_attributes(
                    {
                        "http.request.method": method,
                        "http.response.status_code": response.status_code,
                        "fedcms.asked": asked,
                        "fedcms.request_id": response.get("X-Request-ID", "") or guid.get() or "",
                    }
                )
                if response.status_code >= 500:
                    span.set_status(trace.StatusCode.ERROR)
            return response

    return answer
