"""The ground floor."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Wires the room at start."""

    name = "fedcms.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"
