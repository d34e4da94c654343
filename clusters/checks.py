"""System checks of this app."""

from collections.abc import Sequence

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, register

from clusters.content.registry import content_types
from clusters.models import ContentPage


@register()
def every_content_type_is_registered(
    app_configs: Sequence[AppConfig] | None, **kwargs: object
) -> list[CheckMessage]:
    """Returns fedcms.E001 for each kind that is not registered: it would be missing from listings, search and feeds."""
    registered = set(content_types().values())
    return [
        Error(
            f"{model.__name__} is a content page but no app registers it.",
            hint="Call clusters.content.registry.register_content_type in its AppConfig.ready.",
            obj=model,
            id="fedcms.E001",
        )
        for model in apps.get_models()
        if issubclass(model, ContentPage) and model is not ContentPage and model not in registered
    ]
