"""Shows the metrics to who has the token; to everybody else there is no such address."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from fedcms.core.metrics.waiting import WaitingCollector


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answers in Prometheus's text format, for all web processes of this machine and the whole database."""
    given = request.headers.get("Authorization", "")
    wanted = f"Bearer {settings.FEDCMS_METRICS_TOKEN}"
    if not settings.FEDCMS_METRICS_TOKEN or not constant_time_compare(given, wanted):
        raise Http404
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(settings.FEDCMS_METRICS_DIR))
    registry.register(WaitingCollector())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
