"""Addresses of works on translations, in the admin."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from clusters.localize.work import accounts, views

app_name = "translation_work"
urlpatterns = [
    path("", require_admin_access(accounts.JobsView.as_view()), name="jobs"),
    path("start/", require_admin_access(views.start), name="start"),
    path("<int:job_id>/", require_admin_access(accounts.JobView.as_view()), name="job"),
    path("<int:job_id>/progress/", require_admin_access(accounts.progress), name="progress"),
]
