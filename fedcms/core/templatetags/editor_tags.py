"""Template tags of the admin's screens."""

from datetime import datetime

from django import template
from django.apps import apps

from fedcms.core.i18n import moments
from fedcms.core.models.base_page import BasePage

register = template.Library()


@register.simple_tag
def page_type(app_label: str, model_name: str) -> type[BasePage] | None:
    """Returns the class of a page type, None when it is not one of the project's."""
    model = apps.get_model(app_label, model_name)
    return model if issubclass(model, BasePage) else None


@register.filter
def moment_with_zone(moment: datetime) -> str:
    """Returns a moment in words, with its hour and the time zone by which it is counted."""
    return moments.moment_with_zone(moment)


@register.simple_tag
def zone_name() -> str:
    """Returns the name of the time zone by which moments are shown and typed."""
    return moments.zone_name()
