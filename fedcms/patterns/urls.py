"""URLs of the pattern library; fedcms.dev_urls includes them, fedcms.urls does not."""

from django.urls import path

from fedcms.patterns.views import component_page, library_page

urlpatterns = [
    path("", library_page, name="patterns"),
    path("<slug:component>/", component_page, name="pattern"),
]
