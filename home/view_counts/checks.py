"""System checks: page views are counted outside of whatever answers instead of Django's views."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

OURS = "home.view_counts.middleware.PageViewMiddleware"
INSIDE = (
    "django.middleware.cache.UpdateCacheMiddleware",
    "django.middleware.cache.FetchFromCacheMiddleware",
    "django.middleware.cache.CacheMiddleware",
)
OUTSIDE = "django.middleware.http.ConditionalGetMiddleware"


@register
def middleware_order(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """A cache outside would hide its hits; a 304 that is made inside, of a hit, would hide whose view it is."""
    order = list(settings.MIDDLEWARE)
    if OURS not in order:
        return []
    place = order.index(OURS)
    errors: list[CheckMessage] = [
        Error(
            f"{name} stands before {OURS}: what it answers is not counted.",
            hint="Move PageViewMiddleware before it.",
            id="view_counts.E001",
        )
        for name in INSIDE
        if name in order[:place]
    ]
    if OUTSIDE in order[place:] and set(INSIDE) & set(order):
        errors.append(
            Error(
                f"{OUTSIDE} stands after {OURS}: a 304 made of a cached page is not counted.",
                hint="Move ConditionalGetMiddleware before PageViewMiddleware.",
                id="view_counts.E002",
            )
        )
    return errors
