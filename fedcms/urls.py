"""URLs of the whole site. Those of public pages begin with their locale."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from clusters.subscriptions.public_urls import page_urlpatterns as subscription_page_urlpatterns
from events.api.views import api as events_api
from fedcms.core.http.policy_reports import report as report_policy
from fedcms.core.i18n.language_picker import choose_language
from fedcms.core.metrics.views import metrics
from fedcms.core.pages.views import root, serve
from fedcms.media.views import serve_document, serve_media, serve_press_copy, serve_social_card
from fedcms.sign_in.public_urls import page_urlpatterns as door_urlpatterns
from fedcms.sign_in.public_urls import urlpatterns as file_door_urlpatterns
from home.urls import page_urlpatterns as machine_urlpatterns
from home.urls import root_urlpatterns
from search.public.urls import api_urlpatterns, page_urlpatterns

_root_urlpatterns = [
    path("", root, name="root"),
    path("health/", include("fedcms.core.health.urls")),
    path("metrics", metrics, name="metrics"),
    path("policy-reports/", report_policy, name="policy_reports"),
    path("language/", choose_language, name="choose_language"),
    path("", include(root_urlpatterns)),
    path("admin/", include("fedcms.sign_in.admin_urls")),
    path("admin/", include("clusters.admin_urls")),
    path("admin/", include("home.admin_urls")),
    path("admin/", include(wagtailadmin_urls)),
    # Wagtail's patterns stay for their names (the address of a document, the password of its collection).
    re_path(r"^documents/(\d+)/(.*)$", serve_document),
    path("", include(file_door_urlpatterns)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/press/<int:image_id>/<str:name>", serve_press_copy, name="press_copy"),
    path("media/<path:name>", serve_media, name="media"),
    path("cards/<uuid:key>/<str:language>.<str:digest>.png", serve_social_card, name="social_card"),
    path("api/v1/", events_api.urls),
    path("api/", include(api_urlpatterns)),
    path("", include("clusters.press_access.public_urls")),
    path("", include("clusters.subscriptions.public_urls")),
    path("", include("news.newsroom.mailing.public_urls")),
    path("", include("events.signup.public_urls")),
    path("", include("events.applications.public_urls")),
    path("", include("events.delegations.public_urls")),
]

handler500 = "fedcms.core.http.server_errors.server_error"

# Those of public pages come first: they are asked for most, and no other address begins with a language.
# Wagtail's own patterns stay for their names (password forms, reverse of "wagtail_serve"); our view serves the pages.
_page_urlpatterns = i18n_patterns(
    path("", include(door_urlpatterns)),
    path("", include(page_urlpatterns)),
    path("", include(machine_urlpatterns)),
    path("", include(subscription_page_urlpatterns)),
    path("", include("clusters.translation.public_urls")),
    path("", include("news.urls")),
    # Before the calendars of pages and the pages themselves: files below a page have a name of their own.
    path("", include("clusters.press_access.kits.urls")),
    path("", include("events.urls")),
    path("", include("home.feeds.urls")),
    # Wagtail asks for the password of a page under _util/.
    re_path(r"^((?!_util/)(?:[\w\-]+/)*)$", serve, name="fedcms_serve"),
    path("", include(wagtail_urls)),
)
urlpatterns = [*_page_urlpatterns, *_root_urlpatterns]
