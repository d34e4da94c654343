"""URLs of the search: the page under each language's prefix, the API without prefix."""

from django.urls import URLPattern, URLResolver, path

from search.public.api import api
from search.public.atom import search_atom
from search.public.views import opensearch, search_page
from search.statistics.views import count_click_view

page_urlpatterns = [
    path("search/", search_page, name="search"),
    path("search/atom.xml", search_atom, name="search_atom"),
    path("opensearch.xml", opensearch, name="opensearch"),
]
api_urlpatterns: list[URLPattern | URLResolver] = [
    path("search/clicks/", count_click_view, name="search_clicks"),
    path("", api.urls),
]
