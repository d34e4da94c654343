"""Wagtail's administration of users and groups, with the project's views in place of Wagtail's."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersAdminConfig(WagtailUsersAppConfig):
    """Named in INSTALLED_APPS in place of "wagtail.users" (Wagtail's documentation, "Customizing group views")."""

    group_viewset = "fedcms.users.group_views.FedcmsGroupViewSet"
