"""Addresses of the search: the page below each language's prefix, the API outside of it."""

from django.urls import path

from search.statistics.views import count_click_view
from search.views import opensearch, search_api, search_page, suggestions_api

page_urlpatterns = [
    path("search/", search_page, name="search"),
    path("opensearch.xml", opensearch, name="opensearch"),
]
api_urlpatterns = [
    path("search/", search_api, name="search_api"),
    path("search/suggestions/", suggestions_api, name="search_suggestions"),
    path("search/clicks/", count_click_view, name="search_clicks"),
]
