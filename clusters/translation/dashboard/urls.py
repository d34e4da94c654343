"""Admin addresses of translation jobs."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from clusters.translation.dashboard import start_views as views
from clusters.translation.jobs import progress

app_name = "translation_work"
urlpatterns = [
    path("", require_admin_access(progress.JobsView.as_view()), name="jobs"),
    path("start/", require_admin_access(views.start), name="start"),
    path("<int:job_id>/", require_admin_access(progress.JobView.as_view()), name="job"),
    path("<int:job_id>/progress/", require_admin_access(progress.progress), name="progress"),
]
