"""The addresses in mails to subscribers, which have no language, since the subscriber's is known; and the form's."""

from django.urls import path, re_path

from clusters.subscriptions import form_view, public_views
from clusters.subscriptions.public_answers import with_slash

urlpatterns = [
    path("subscriptions/confirm/<str:token>/", public_views.confirmation, name="subscription_confirm"),
    path("subscriptions/manage/<str:token>/", public_views.manage, name="subscription"),
    path("subscriptions/manage/<str:token>/data/", public_views.data, name="subscription_data"),
    path("subscriptions/manage/<str:token>/<str:action>/", public_views.act, name="subscription_action"),
    path("subscriptions/end/<str:token>/", public_views.end, name="subscription_end"),
    re_path(r"^subscriptions/(?:confirm|manage|end)/.*[^/]$", with_slash, name="subscription_without_slash"),
]
page_urlpatterns = [path("subscribe/", form_view.subscribe, name="subscribe")]
