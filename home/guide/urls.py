"""The addresses of the editors' guide, below `admin/guide/`."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from home.guide import search_views, views

app_name = "guide"
urlpatterns = [
    path("", require_admin_access(views.in_own_language), name="index"),
    path("<slug:language>/", require_admin_access(views.ContentsView.as_view()), name="contents"),
    path(
        "<slug:language>/search/", require_admin_access(search_views.GuideSearchView.as_view()), name="search"
    ),
    path("<slug:language>/<slug:name>/", require_admin_access(views.ChapterView.as_view()), name="chapter"),
]
