"""The API of events and missions, described by OpenAPI at /api/v1/openapi.json."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.http import http_date
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from events.api.description import of_missions, parameters
from events.api.query_form import ApiForm
from events.api.results import CONTEXT, find_page
from events.api.schemas import ApiRefusal, EventAnswer
from fedcms.core.http.api_requests import asked_language, limit_rate
from fedcms.core.http.conditional_get import conditional_response
from fedcms.core.models import active_locales
from fedcms.core.pages.addresses import absolute

_ANSWERS = {200: EventAnswer, 400: ApiRefusal, 404: ApiRefusal, 429: ApiRefusal}
EVENTS, MISSIONS = "events/", "missions/"


class DescribedApi(NinjaAPI):
    """An API whose description lists the values that exist when somebody asks for it."""

    def get_openapi_schema(self, **kwargs: object) -> OpenAPISchema:
        """Returns the description with the parameters of both lists."""
        schema = super().get_openapi_schema(**kwargs)  # type: ignore[arg-type]  # passed on as they came
        described = parameters()
        for address, path in schema["paths"].items():
            is_events = address.endswith(EVENTS)
            path["get"]["parameters"] = described if is_events else of_missions(described)
        return schema


api = DescribedApi(
    title="Events and trade missions",
    version="1",
    description="What takes place in the federation and its clusters, read-only, as JSON-LD (schema.org). No key is"
    " needed. Answers carry an `ETag`; clients that ask too often are told when to come back (429, `Retry-After`).",
    docs_url=None,
    openapi_url="openapi.json",
    urls_namespace="events_api",
)
_FOR_SCRIPTS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "If-None-Match, Accept, Accept-Language, Content-Type",
    "Access-Control-Max-Age": "86400",
}
"""What a browser asks for before a script of another site sends a header of its own, as the tag that it has."""


@api.api_operation(["OPTIONS"], EVENTS, include_in_schema=False)
@api.api_operation(["OPTIONS"], MISSIONS, include_in_schema=False)
def preflight(request: HttpRequest) -> HttpResponse:
    """Answers a browser that asks whether a script of another site may send headers; counts for no rate."""
    return HttpResponse(
        status=204, headers=_FOR_SCRIPTS | {"Allow": _FOR_SCRIPTS["Access-Control-Allow-Methods"]}
    )


@api.api_operation(["HEAD"], EVENTS, include_in_schema=False)
@api.get(EVENTS, response=_ANSWERS, by_alias=True, url_name="events", tags=["agenda"])
@limit_rate("FEDCMS_API_RATE")
def events_api(request: HttpRequest) -> HttpResponse:
    """Events, the soonest first: those that are not over, unless `period`, `from` or `to` say otherwise."""
    return _answer(request, "event")


@api.api_operation(["HEAD"], MISSIONS, include_in_schema=False)
@api.get(MISSIONS, response=_ANSWERS, by_alias=True, url_name="missions", tags=["agenda"])
@limit_rate("FEDCMS_API_RATE")
def missions_api(request: HttpRequest) -> HttpResponse:
    """Trade missions, the soonest first: those that are not back, unless `period`, `from` or `to` say otherwise."""
    return _answer(request, "mission")


def _answer(request: HttpRequest, kind: str) -> HttpResponse:
    """Returns a page of one kind in the language asked for; 400 with the reasons, 404 beyond the last page."""
    language = asked_language(request)
    with translation.override(language):
        locales = dict(active_locales().values_list("language_code", "pk"))
        locale_id = locales.get(language) or locales.get(settings.LANGUAGE_CODE) or 0
        form = ApiForm(request.GET, kind=kind, locale_id=locale_id, locales=list(locales))
        if not form.is_valid():
            return _refused(form, 400)
        found = find_page(form)
        pages = -(-found.total // form.page_length)
        if form.page_number > max(pages, 1):
            form.refuse_page(max(pages, 1))
            return _refused(form, 404)
        beside = {
            "next": _address(request, form.page_number + 1) if form.page_number < pages else None,
            "previous": _address(request, form.page_number - 1) if form.page_number > 1 else None,
        }
        body = {
            "@context": CONTEXT,
            "@type": "ItemList",
            "locale": language,
            "total": found.total,
            "page": form.page_number,
            "pages": pages,
            **beside,
            "results": found.results,
        }
        response = conditional_response(
            request, json.dumps(body).encode(), content_type="application/json", changed_at=None
        )
    # For information: what was withdrawn changes the tag alone, so only the tag decides about 304.
    if found.changed_at is not None:
        response["Last-Modified"] = http_date(found.changed_at.timestamp())
    links = {"next": beside["next"], "prev": beside["previous"]}
    if any(links.values()):
        response["Link"] = ", ".join(f'<{url}>; rel="{rel}"' for rel, url in links.items() if url)
    response["Content-Language"] = language
    return _shared(response)


def _address(request: HttpRequest, number: int) -> str:
    """Returns the public address of another page of the same list."""
    query = request.GET.copy()
    query["page"] = str(number)
    return absolute(f"{request.path}?{query.urlencode()}")


def _refused(form: ApiForm, status: int) -> HttpResponse:
    """Returns the reasons by parameter, in the active language."""
    errors = {name: [str(message) for message in messages] for name, messages in form.errors.items()}
    return _shared(JsonResponse({"errors": errors}, status=status))


def _shared(response: HttpResponse) -> HttpResponse:
    """Lets scripts of any site read the answer: it is the same for everybody, and no cookie is looked at."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Link, Last-Modified, Retry-After"
    return response
