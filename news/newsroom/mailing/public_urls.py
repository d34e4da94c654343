"""The addresses in mails, and that to which a mail service sends bounces; they have no language."""

from django.urls import path

from news.newsroom.mailing import public_views
from news.newsroom.mailing.webhook import mail_service_webhook

urlpatterns = [
    path("release-mail/<str:token>/", public_views.page, name="release_mail"),
    path(
        "release-mail/<str:token>/unsubscribe/", public_views.unsubscription, name="release_mail_unsubscribe"
    ),
    path("release-mail/<str:token>/<path:address>", public_views.file, name="release_mail_file"),
    path("mail-service/<slug:service>/", mail_service_webhook, name="mail_service_webhook"),
]
