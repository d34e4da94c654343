"""System checks of this app."""

from collections.abc import Sequence

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Doubt
from django.db import DatabaseError

from clusters.content.registry import content_types
from clusters.models import Cluster, ContentPage
from fedcms.sign_in.identity_providers.configuration import identity_providers


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


@register(Tags.database)
def providers_are_of_clusters(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: object
) -> list[CheckMessage]:
    """Returns fedcms.W010 for each identity provider of a cluster that there is not: it opens no account.

    Asked by `check --database default`, and before migrations, when there may be no clusters yet.
    """
    bound = [provider for provider in identity_providers() if provider.cluster]
    if not databases or not bound:
        return []
    try:
        slugs = set(Cluster.objects.values_list("slug", flat=True))
    except DatabaseError:
        return []
    return [
        Doubt(
            f"FEDCMS_IDENTITY_PROVIDERS: {provider.id} is of the cluster {provider.cluster!r}, which there is not.",
            hint="Give the slug of a cluster, as its address has it.",
            id="fedcms.W010",
        )
        for provider in bound
        if provider.cluster not in slugs
    ]
