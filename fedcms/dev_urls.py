"""Addresses of the developer's server: the site's, and before them the pattern library."""

from django.urls import include, path

from fedcms.urls import urlpatterns as site_urlpatterns

urlpatterns = [path("pattern-library/", include("fedcms.patterns.urls")), *site_urlpatterns]
