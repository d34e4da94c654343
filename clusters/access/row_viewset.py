"""A viewset whose views check permissions for each row."""

from wagtail.admin.viewsets.model import ModelViewSet

from clusters.access.object_views import (
    RowDeleteView,
    RowEditView,
    RowHistoryView,
    RowIndexView,
    RowUsageView,
)


class RowViewSet(ModelViewSet):
    """Wagtail's generic admin, with the policy asked about each row.

    The views that copy and inspect rows are disabled, so that there are fewer views to check.
    """

    index_view_class = RowIndexView
    edit_view_class = RowEditView
    delete_view_class = RowDeleteView
    history_view_class = RowHistoryView
    usage_view_class = RowUsageView
    copy_view_enabled = False
    inspect_view_enabled = False
    # The menu item is that of the viewset group.
    add_to_admin_menu = False
