"""Takes what browsers report of the content security policy, and writes it to the log.

Browsers send it without a cookie, so anybody may send one: it is bounded, and nothing of it is kept but a line of the
log (https://www.w3.org/TR/CSP3/#reporting).
"""

import json
import logging
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from fedcms.core.http.client_throttle import ClientThrottle

LARGEST = 16 * 1024
LONGEST = 200
RATE = "30/m"
_NAMES = ("document-uri", "blocked-uri", "effective-directive", "violated-directive", "source-file")

logger = logging.getLogger("fedcms.policy")


@csrf_exempt
@require_POST
def report(request: HttpRequest) -> HttpResponse:
    """Answers 204 and logs what was blocked; 400 for what is no report, 413 and 429 beyond bounds."""
    if not ClientThrottle(RATE, "policy-reports").allow_request(request):
        return HttpResponse(status=429)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        return HttpResponse(status=413)
    try:
        said = json.loads(request.body)["csp-report"]
        found = {name: _shortened(str(said[name])) for name in _NAMES if said.get(name)}
    except (ValueError, TypeError, KeyError, AttributeError):
        return HttpResponse("No report of a content security policy.", status=400, content_type="text/plain")
    logger.warning("Blocked by the content security policy: %s", json.dumps(found))
    return HttpResponse(status=204)


def _shortened(value: str) -> str:
    """Returns a value for the log: of an address neither query nor fragment, which may name a person."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return "?"
    address = parts._replace(query="", fragment="").geturl() if parts.scheme and parts.netloc else value
    return address.replace("\n", " ").replace("\r", " ")[:LONGEST]
