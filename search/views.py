"""The search page for people, the search API for programs, and what browsers ask of both."""

import logging
from dataclasses import replace

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from fedcms.core.addresses import site_base
from fedcms.core.colour import accent_palette
from fedcms.core.identity import site_name
from search.engines.documents import SearchRequest
from search.engines.errors import SearchUnavailable
from search.forms import FACETS, LAST_PAGE, PAGE_SIZE, SearchForm, StrictSearchForm, SuggestionForm
from search.promotions import Promoted, promoted_for
from search.results import Found, find
from search.statistics.counting import count_search
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
        if options and name in FACET_TITLES
    ]


def _active_filters(form: SearchForm, found: Found) -> list[dict[str, str]]:
    """The filters that are on, each with the address that takes it off, as components/filters.html shows them."""
    return [
        {"label": label, "url": f"?{form.without(**{name: value}).urlencode()}"}
        for name, value, label in found.chosen
    ]


def _elsewhere(found: Found, query: str) -> list[dict[str, object]]:
    """The other languages in which the same search finds something, with the address of each."""
    links = []
    for option in found.elsewhere:
        with translation.override(option.value):
            url = f"{reverse('search')}?{query}"
        links.append({"code": option.value, "name": option.label, "count": option.count, "url": url})
    return links


def _found_page(search: SearchRequest) -> tuple[Found, Page[int]]:
    """What is found and the page that is shown: beyond the last one, the last, as in every listing."""
    found = find(search)
    paginator = Paginator(range(min(found.total, LAST_PAGE * PAGE_SIZE)), PAGE_SIZE)
    shown = paginator.get_page(search.offset // PAGE_SIZE + 1)
    offset = (shown.number - 1) * PAGE_SIZE
    if offset != search.offset:
        found = find(replace(search, offset=offset))
    return found, shown


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Results for people. Parameters that mean nothing are ignored; a sentence says that an engine is down."""
    form = SearchForm(request.GET, language=get_language() or "fr")
    search = form.to_request()
    request.exists_in_every_language = True  # type: ignore[attr-defined]  # read by home.navigation
    # Keys mean the same in every language; which one is searched, the address of each says.
    asked = {"q": search.query, "sort": request.GET.get("sort") and search.sort.value, **search.filters}
    query = urlencode({name: value for name, value in asked.items() if value}, doseq=True)
    request.query_in_every_language = query  # type: ignore[attr-defined]  # read there, too
    context: dict[str, object] = {"query": search.query, "sort": search.sort.value}
    try:
        found, page_obj = _found_page(search)
    except SearchUnavailable:
        logger.exception("The search engine did not answer.")
        return render(request, "search/search.html", context | {"is_unavailable": True}, status=503)
    promoted = promoted_for(search)
    above = {item.page_id for item in promoted if item.page_id}
    # What the filter form must not lose.
    hidden = [("q", search.query), ("sort", search.sort.value)]
    if search.language != form.language:
        hidden.append(("locale", search.language))
    context |= {
        "found": found,
        "promoted": promoted,
        "click_token": count_search(request, search, found),
        "entries": [item for item in found.entries if item.entry.page_id not in above],
        "facets": _facet_groups(found),
        "active": _active_filters(form, found),
        "elsewhere": _elsewhere(found, query),
        # On the phone they are folded, but where they leave nothing.
        "opens_filters": bool(found.chosen) and not found.entries,
        "reset_url": f"?{form.without(*FACETS).urlencode()}" if found.chosen else "",
        "hidden": hidden,
        "page_obj": page_obj,
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

    A bad parameter, an unknown one, a page beyond the last: 400 with the field and the reason. An engine that is
    down: 503.
    """
    form = StrictSearchForm(request.GET, language=settings.LANGUAGE_CODE)
    asked = request.GET.get("locale", "")
    with translation.override(asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        return _answer(request, form)


def _answer(request: HttpRequest, form: StrictSearchForm) -> JsonResponse:
    """The API's answer in the language asked for."""
    if not form.is_valid():
        return _refused(form)
    search = form.to_request()
    try:
        found = find(search)
    except SearchUnavailable as error:
        return _unavailable(error)
    page = search.offset // PAGE_SIZE + 1
    pages = min(-(-found.total // PAGE_SIZE), LAST_PAGE)
    if page > max(pages, 1):
        form.refuse_page(max(pages, 1))
        return _refused(form)
    return JsonResponse(
        {
            "query": search.query,
            "locale": search.language,
            "total": found.total,
            "page": page,
            "pages": pages,
            "relaxed": found.result.relaxed,
            "did_you_mean": found.result.did_you_mean,
            "stands_in": found.result.stands_in,
            "promoted": [_promoted_as_json(request, item) for item in promoted_for(search)],
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


def _promoted_as_json(request: HttpRequest, item: Promoted) -> dict[str, object]:
    """A result that editors chose; `kind` and `cluster` are null for an address elsewhere. It is no part of `total`."""
    return {
        "title": item.title,
        "summary": item.summary,
        "url": request.build_absolute_uri(item.url),
        "kind": item.kind or None,
        "cluster": item.cluster.slug if item.cluster else None,
        "language": item.language,
    }


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
