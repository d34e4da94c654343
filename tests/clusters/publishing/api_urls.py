"""The site with Wagtail's v3 API, which it does not mount: who mounts it makes it say what is refused."""

from django.urls import path
from wagtail.api.v3.urls import api

from clusters.publishing.api import guard_api
from fedcms.urls import urlpatterns as site_urlpatterns

guard_api(api)

urlpatterns = [path("api/v3/", api.urls), *site_urlpatterns]
