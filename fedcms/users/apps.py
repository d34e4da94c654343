"""Users and sign-in."""

from django.apps import AppConfig


class UsersConfig(AppConfig):
    """Wires the room at start."""

    name = "fedcms.users"
    label = "users"
    default_auto_field = "django.db.models.BigAutoField"
