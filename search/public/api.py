"""The search API: results and suggestions as JSON, described by OpenAPI at /api/search/openapi.json."""

import json
import logging

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.cache import patch_cache_control
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from fedcms.core.design.colour import accent_palette
from fedcms.core.http.api_requests import asked_language, limit_rate
from fedcms.core.http.conditional_get import conditional_response
from search.engines.errors import SearchUnavailable
from search.public.api_schemas import (
    InvalidQuery,
    SearchAnswer,
    SuggestionAnswer,
)
from search.public.dated_results import find_with_dates
from search.public.description import search_parameters, suggestion_parameters
from search.public.forms import LAST_PAGE, PAGE_SIZE, StrictSearchForm, SuggestionForm
from search.public.found import FoundEntry, FoundResults
from search.public.promotions import Promoted, promoted_for
from search.public.suggestions import SuggestedEntry, suggest

SUGGESTION_SECONDS = 30
"""How long a browser or a cache may reuse suggestions: people type the same letters again."""

SUGGESTIONS = "search/suggestions/"

logger = logging.getLogger("fedcms.search")


def _refused(form: Form, status: int = 400) -> JsonResponse:
    """Returns 400, or another status, with the reasons by field, in the active language."""
    errors = {field: [str(message) for message in messages] for field, messages in form.errors.items()}
    return JsonResponse({"errors": errors}, status=status)


def _unavailable(error: SearchUnavailable) -> JsonResponse:
    """Logs the error, and returns 503 without its details."""
    logger.error("The search engine did not answer.", exc_info=error)
    return JsonResponse({"errors": {"search": ["The search engine does not answer; try again."]}}, status=503)


_REFUSALS = {400: InvalidQuery, 404: InvalidQuery, 429: InvalidQuery, 503: InvalidQuery}


class DescribedApi(NinjaAPI):
    """An API whose description lists the values that exist when somebody asks for it."""

    def get_openapi_schema(self, **kwargs: object) -> OpenAPISchema:
        """Returns the description with the parameters of the search and of suggestions."""
        schema = super().get_openapi_schema(**kwargs)  # type: ignore[arg-type]  # passed on as they came
        for address, path in schema["paths"].items():
            is_search = not address.endswith(SUGGESTIONS)
            path["get"]["parameters"] = search_parameters() if is_search else suggestion_parameters()
        return schema


api = DescribedApi(
    title="Federated search",
    version="1",
    description="Everything that the clusters of the federation publish, in one search. No key is needed; answers carry"
    " an `ETag`, and clients that ask too often are told when to come back (429, `Retry-After`).",
    docs_url=None,
    openapi_url="search/openapi.json",
    urls_namespace="search_api",
)


@api.api_operation(["HEAD"], "search/", include_in_schema=False)
@api.get("search/", response={200: SearchAnswer, **_REFUSALS}, url_name="search", tags=["search"])
@limit_rate("FEDCMS_API_RATE")
def search_api(request: HttpRequest) -> HttpResponse:
    """Results, ten a page. 400 for a bad or unknown parameter, 404 for a page beyond the last, each with its reason."""
    with translation.override(asked_language(request)):
        return _answer(request, StrictSearchForm(request.GET, language=settings.LANGUAGE_CODE))


def _answer(request: HttpRequest, form: StrictSearchForm) -> HttpResponse:
    """Returns the API's answer to a search, in the active language."""
    if not form.is_valid():
        return _refused(form)
    search = form.to_request()
    try:
        found = find_with_dates(search, reads_dates=form.reads_dates)
    except SearchUnavailable as error:
        return _unavailable(error)
    page = search.offset // PAGE_SIZE + 1
    pages = min(-(-found.total // PAGE_SIZE), LAST_PAGE)
    if page > max(pages, 1):
        form.refuse_page(max(pages, 1))
        return _refused(form, status=404)
    return _tagged(
        request,
        {
            "query": search.query,
            "locale": search.language,
            "total": found.total,
            "page": page,
            "pages": pages,
            "relaxed": found.result.relaxed,
            "complete": found.result.complete,
            "dates": _dates_as_json(found),
            "did_you_mean": found.result.did_you_mean,
            "stands_in": found.result.stands_in,
            "promoted": [_promoted_as_json(request, item) for item in promoted_for(search)],
            "results": [_result_as_json(request, item) for item in found.entries],
            "elsewhere": [_result_as_json(request, item) for item in found.elsewhere],
            "facets": {
                name: [{"value": o.value, "label": o.label, "count": o.count} for o in options]
                for name, options in found.facets.items()
            },
        },
    )


def _dates_as_json(found: FoundResults) -> dict[str, object] | None:
    """Returns what was read in the words as a filter; None when nothing was."""
    dates = found.dates
    return {"said": dates.said, "query": dates.rest, "filters": dates.filters} if dates else None


def _result_as_json(request: HttpRequest, item: FoundEntry) -> dict[str, object]:
    """Returns a result as JSON."""
    entry = item.entry
    return {
        "title": entry.title,
        "highlighted_title": item.title,
        "passage": item.passage,
        "summary": entry.summary,
        "url": request.build_absolute_uri(entry.address),
        "kind": entry.kind,
        "cluster": entry.cluster.slug if entry.cluster else None,
        "language": entry.language,
        "topics": entry.topics,
        "audiences": entry.audiences,
        "date": entry.date.isoformat() if entry.date else None,
        "status": entry.status or None,
        "former_day": entry.former_day.isoformat() if entry.former_day else None,
        "source": entry.source,
        "publisher": item.publisher or None,
        "also": [{"name": duplicate.name, "url": duplicate.url} for duplicate in item.also],
        "near": item.is_near,
    }


def _tagged(request: HttpRequest, answer: dict[str, object]) -> HttpResponse:
    """Returns the answer with its `ETag`, or 304 when the client already has it."""
    body = json.dumps(answer, cls=DjangoJSONEncoder).encode()
    return conditional_response(request, body, content_type="application/json", changed_at=None)


def _promoted_as_json(request: HttpRequest, item: Promoted) -> dict[str, object]:
    """Returns a promoted result as JSON: `kind` and `cluster` are null for an address elsewhere.

    Promoted results do not count for `total`.
    """
    return {
        "title": item.title,
        "summary": item.summary,
        "url": request.build_absolute_uri(item.url),
        "kind": item.kind or None,
        "cluster": item.cluster.slug if item.cluster else None,
        "language": item.language,
    }


@api.api_operation(["HEAD"], SUGGESTIONS, include_in_schema=False)
@api.get(
    SUGGESTIONS,
    response={200: SuggestionAnswer, **_REFUSALS},
    url_name="suggestions",
    tags=["search"],
)
@limit_rate("FEDCMS_SUGGESTION_RATE")
def suggestions_api(request: HttpRequest) -> HttpResponse:
    """Titles for a search box that is being filled, by kind, nine at most."""
    language = asked_language(request)
    with translation.override(language):
        form = SuggestionForm(request.GET)
        if not form.is_valid():
            return _refused_suggestions(request, form)
        words = form.cleaned_data["q"]
        try:
            groups = suggest(words, language)
        except SearchUnavailable as error:
            return _unavailable(error)
        response = JsonResponse(
            {
                "query": words,
                "locale": language,
                "total": sum(len(group.items) for group in groups),
                "groups": [
                    {
                        "kind": group.kind,
                        "label": group.label,
                        "suggestions": [_as_json(request, item) for item in group.items],
                    }
                    for group in groups
                ],
            }
        )
    response["Content-Language"] = language
    patch_cache_control(response, public=True, max_age=SUGGESTION_SECONDS)
    return response


@limit_rate("FEDCMS_API_RATE")
def _refused_suggestions(request: HttpRequest, form: Form) -> HttpResponse:
    """Returns 400. What no search box asks counts as a question to the API, of which there may be fewer."""
    return _refused(form)


def _as_json(request: HttpRequest, item: SuggestedEntry) -> dict[str, object]:
    """Returns a suggestion as JSON: `cluster` is null for the federation's own, `style` has its badge's colours."""
    entry, cluster = item.entry, item.entry.cluster
    owner = cluster and {
        "slug": cluster.slug,
        "code": cluster.code,
        "name": str(cluster),
        "style": accent_palette(cluster.accent).css(),
    }
    return {
        "title": entry.title,
        "highlighted_title": item.highlighted,
        "url": request.build_absolute_uri(entry.address),
        "cluster": owner,
        "language": entry.language,
        "source": entry.source,
    }
