"""Says whether the process lives, and whether it is ready for requests, part by part."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from fedcms.core.health.parts import look_at_parts


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Answers 200 while the process serves; asks nothing of any other part, so that none restarts it in vain."""
    return HttpResponse("live\n", content_type="text/plain")


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Answers how each part is as JSON: 503 without a needed one, else 200 with the status "ready" or "degraded"."""
    states = look_at_parts()
    is_ready = all(state.is_well for part, state in states.items() if part.needed)
    is_well = all(state.is_well for state in states.values())
    return JsonResponse(
        {
            "status": ("ready" if is_well else "degraded") if is_ready else "not ready",
            "parts": {
                part.name: {"ok": state.is_well, **({"says": state.says} if state.says else {})}
                for part, state in states.items()
            },
        },
        status=200 if is_ready else 503,
    )
