"""Admin URLs that replace those of other packages; fedcms.urls lists them first."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from home.locale_views import NewLocales

urlpatterns = [
    path("locales/new/", require_admin_access(NewLocales("wagtaillocales", url_prefix="locales").add_view)),
]
