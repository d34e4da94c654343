"""The search page for people, the search API for programs, and what browsers ask of both."""

import logging

from django.conf import settings
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from fedcms.core.addresses import site_base
from fedcms.core.colour import accent_palette
from fedcms.core.identity import site_name
from search.engines.errors import SearchUnavailable
from search.forms import LAST_PAGE, PAGE_SIZE, SearchForm, SuggestionForm
from search.results import Found, find
from search.suggestions import SuggestedEntry, suggest

SUGGESTION_SECONDS = 30
"""How long a browser, or a cache before the site, may answer for it: somebody who types goes back and forth."""

logger = logging.getLogger("fedcms.search")

FACET_TITLES = {"cluster": _("Cluster"), "kind": _("Type"), "topic": _("Thème"), "audience": _("Public visé")}


def _facet_groups(found: Found) -> list[dict[str, object]]:
    """The facets as components/facets.html shows them."""
    return [
        {"name": name, "label": FACET_TITLES[name], "options": options}
        for name, options in found.facets.items()
        if options
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


def _refused(form: Form) -> JsonResponse:
    """Which field is wrong, and why, in the active language."""
    errors = {field: [str(message) for message in messages] for field, messages in form.errors.items()}
    return JsonResponse({"errors": errors}, status=400)


def _unavailable(error: SearchUnavailable) -> JsonResponse:
    """Why there is no answer now; the reason is for the log alone."""
    logger.error("The search engine did not answer.", exc_info=error)
    return JsonResponse({"errors": {"search": ["The search engine does not answer; try again."]}}, status=503)


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
        return _refused(form)
    search = form.to_request()
    try:
        found = find(search)
    except SearchUnavailable as error:
        return _unavailable(error)
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
                    "status": item.entry.status or None,
                }
                for item in found.entries
            ],
            "facets": {
                name: [{"value": o.value, "label": o.label, "count": o.count} for o in options]
                for name, options in found.facets.items()
            },
        }
    )


@require_safe
def suggestions_api(request: HttpRequest) -> JsonResponse:
    """Titles for a search box that is being filled: GET /api/search/suggestions/?q=&locale=, by kind, a few at most.

    A bad parameter is answered 400 with the field and the reason; an engine that is down, 503.
    """
    asked = request.GET.get("locale", "")
    language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(language):
        form = SuggestionForm(request.GET)
        if not form.is_valid():
            return _refused(form)
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


def _as_json(request: HttpRequest, item: SuggestedEntry) -> dict[str, object]:
    """One suggestion; `cluster` is null for what the federation itself says, `style` gives its chip its colours."""
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
    }


@require_safe
@cache_control(public=True, max_age=3600)
def opensearch(request: HttpRequest) -> HttpResponse:
    """The OpenSearch description by which a browser offers this search, in the language of its address."""
    base = site_base()
    context = {
        "name": site_name(),
        "language": get_language() or settings.LANGUAGE_CODE,
        "base": base,
        "search_url": base + reverse("search"),
        "own_url": base + request.path,
    }
    content_type = "application/opensearchdescription+xml"
    return render(request, "search/opensearch.xml", context, content_type=content_type)
