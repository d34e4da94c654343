"""The configuration of the app for users and sign-in."""

from django.apps import AppConfig


class UsersConfig(AppConfig):
    """The app's configuration."""

    name = "fedcms.users"
    label = "users"
    default_auto_field = "django.db.models.BigAutoField"
