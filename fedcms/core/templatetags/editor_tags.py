"""Template tags of the admin's screens."""

from django import template
from django.apps import apps

from fedcms.core.models.base_page import BasePage

register = template.Library()


@register.simple_tag
def page_type(app_label: str, model_name: str) -> type[BasePage] | None:
    """Returns the class of a page type, None when it is not one of the project's."""
    model = apps.get_model(app_label, model_name)
    return model if issubclass(model, BasePage) else None
