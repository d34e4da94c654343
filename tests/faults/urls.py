"""The site's addresses, and those by which the load publishes and uploads."""

from django.urls import path

from fedcms.urls import handler500
from fedcms.urls import urlpatterns as site_urlpatterns
from tests.faults.views import publish, upload, withdraw

__all__ = ["handler500", "urlpatterns"]
urlpatterns = [path("faults/publish/", publish), path("faults/upload/", upload)]
urlpatterns += [path("faults/withdraw/<int:pk>/", withdraw), *site_urlpatterns]
