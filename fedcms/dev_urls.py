"""URLs of the development server: the pattern library, and those of the site."""

from django.urls import include, path

from fedcms.urls import urlpatterns as site_urlpatterns

urlpatterns = [path("pattern-library/", include("fedcms.patterns.urls")), *site_urlpatterns]
