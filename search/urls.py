"""Addresses of the search: the page below each language's prefix, the API outside of it."""

from django.urls import path

from search.views import search_api, search_page

page_urlpatterns = [path("search/", search_page, name="search")]
api_urlpatterns = [path("search/", search_api, name="search_api")]
