"""Users and sign-in."""

from django.apps import AppConfig


class UsersConfig(AppConfig):
    """Registers the app's signals, checks and content at start."""

    name = "fedcms.users"
    label = "users"
    default_auto_field = "django.db.models.BigAutoField"
