"""Template filters for Wagtail's side panels, which hide links that the person may not open."""

from django import template
from wagtail.models import Page

from clusters.access.own_pages import is_own
from fedcms.users.models import User

register = template.Library()


@register.filter
def compared_by(shown: object, user: User) -> bool:
    """Returns whether a person may open the history of the object that a panel shows, and compare its versions."""
    return not isinstance(shown, Page) or is_own(user, shown)
