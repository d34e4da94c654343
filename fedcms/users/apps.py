"""Users and sign-in."""

from django.apps import AppConfig


class UsersConfig(AppConfig):
    """Wires the app at start."""

    name = "fedcms.users"
    label = "users"
    default_auto_field = "django.db.models.BigAutoField"
