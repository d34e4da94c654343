"""The search page for people and the search API for programs."""

import logging

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from search.engines.errors import SearchUnavailable
from search.forms import LAST_PAGE, PAGE_SIZE, SearchForm
from search.results import Found, find

logger = logging.getLogger("fedcms.search")

FACET_TITLES = {"cluster": _("Cluster"), "kind": _("Type"), "topic": _("Thème"), "audience": _("Public visé")}


def _facet_groups(found: Found) -> list[dict[str, object]]:
    """The facets as components/facets.html shows them."""
    return [
        {"name": name, "label": FACET_TITLES[name], "options": options}
        for name, options in found.facets.items()
    ]


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Results for people. Parameters that mean nothing are ignored; a sentence says that an engine is down."""
    form = SearchForm(request.GET, language=get_language() or "fr")
    search = form.to_request()
    request.exists_in_every_language = True  # type: ignore[attr-defined]  # read by home.navigation
    context: dict[str, object] = {
        "query": search.query,
        "sort": search.sort.value,
        "has_filters": any(search.filters.values()),
    }
    try:
        found = find(search)
    except SearchUnavailable:
        logger.exception("The search engine did not answer.")
        return render(request, "search/search.html", context | {"is_unavailable": True}, status=503)
    paginator = Paginator(range(min(found.total, LAST_PAGE * PAGE_SIZE)), PAGE_SIZE)
    context |= {
        "found": found,
        "facets": _facet_groups(found),
        # What the filter form must not lose.
        "hidden": [("q", search.query), ("sort", search.sort.value)],
        "page_obj": paginator.get_page(search.offset // PAGE_SIZE + 1),
    }
    return render(request, "search/search.html", context)


@require_safe
def search_api(request: HttpRequest) -> JsonResponse:
    """Results for programs: GET /api/search/?q=&locale= with `page`, `sort`, `cluster`, `kind`, `topic`, `audience`.

    A bad parameter is answered 400 with the field and the reason; an engine that is down, 503.
    """
    form = SearchForm(request.GET, language=settings.LANGUAGE_CODE)
    asked = request.GET.get("locale", "")
    with translation.override(asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        return _answer(request, form)


def _answer(request: HttpRequest, form: SearchForm) -> JsonResponse:
    """The API's answer in the language asked for."""
    if not form.is_valid():
        errors = {field: [str(message) for message in messages] for field, messages in form.errors.items()}
        return JsonResponse({"errors": errors}, status=400)
    search = form.to_request()
    try:
        found = find(search)
    except SearchUnavailable:
        logger.exception("The search engine did not answer.")
        return JsonResponse(
            {"errors": {"search": ["The search engine does not answer; try again."]}}, status=503
        )
    page = search.offset // PAGE_SIZE + 1
    return JsonResponse(
        {
            "query": search.query,
            "locale": search.language,
            "total": found.total,
            "page": page,
            "pages": -(-found.total // PAGE_SIZE),
            "relaxed": found.result.relaxed,
            "did_you_mean": found.result.did_you_mean,
            "results": [
                {
                    "title": item.entry.title,
                    "highlighted_title": item.title,
                    "passage": item.passage,
                    "summary": item.entry.summary,
                    "url": request.build_absolute_uri(item.entry.address),
                    "kind": item.entry.kind,
                    "cluster": item.entry.cluster.slug if item.entry.cluster else None,
                    "language": item.entry.language,
                    "topics": item.entry.topics,
                    "audiences": item.entry.audiences,
                    "date": item.entry.date.isoformat() if item.entry.date else None,
                }
                for item in found.entries
            ],
            "facets": {
                name: [{"value": o.value, "label": o.label, "count": o.count} for o in options]
                for name, options in found.facets.items()
            },
        }
    )
