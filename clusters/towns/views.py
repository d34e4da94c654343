"""Answers the search for a town in the admin's forms."""

from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from clusters.towns.finding import find_towns

LONGEST_QUERY = 80


@require_safe
def towns(request: HttpRequest) -> JsonResponse:
    """Returns the towns whose name begins with `q`, as JSON: label, name, country, latitude and longitude."""
    query = request.GET.get("q", "")[:LONGEST_QUERY]
    found = [
        {
            "label": town.label,
            "name": town.name,
            "country": town.country,
            "latitude": town.latitude,
            "longitude": town.longitude,
        }
        for town in find_towns(query)
    ]
    return JsonResponse({"towns": found})


def admin_urls() -> list[URLPattern]:
    """The hook register_admin_urls: returns the address of the search."""
    return [path("towns/", towns, name="towns")]
