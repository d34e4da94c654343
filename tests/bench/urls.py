"""The site's addresses and the bare view by which the cost of a page is expressed."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from fedcms.urls import urlpatterns as site_urlpatterns


def bare(request: HttpRequest) -> HttpResponse:
    """A constant."""
    return HttpResponse("bare")


urlpatterns = [path("bare/", bare), *site_urlpatterns]
