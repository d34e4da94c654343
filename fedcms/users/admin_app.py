"""Wagtail's administration of users and groups, with the project's views in place of Wagtail's."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersAdminConfig(WagtailUsersAppConfig):
    """The app's configuration, in INSTALLED_APPS instead of "wagtail.users" (Wagtail: "Customizing group views")."""

    user_viewset = "fedcms.users.user_views.FedcmsUserViewSet"
    group_viewset = "fedcms.users.group_views.FedcmsGroupViewSet"
