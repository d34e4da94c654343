"""Admin addresses of translation files."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from clusters.translation.exchange import export_views, import_report_views, views

app_name = "translation_files"
urlpatterns = [
    path("", require_admin_access(views.UploadView.as_view()), name="upload"),
    path("export/", require_admin_access(export_views.export), name="export"),
    path("<int:translation_id>/<slug:kind>/", require_admin_access(export_views.download_one), name="one"),
    path(
        "report/<int:import_id>/",
        require_admin_access(import_report_views.ImportReportView.as_view()),
        name="report",
    ),
]
