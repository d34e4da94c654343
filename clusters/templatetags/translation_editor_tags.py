"""Template tags of Wagtail's side panels: what of them is not the person's."""

from django import template
from wagtail.models import Page

from clusters.access.own_pages import is_own
from fedcms.users.models import User

register = template.Library()


@register.filter
def compared_by(shown: object, user: User) -> bool:
    """Whether a person may open the history of what a panel shows, and the comparison of its versions."""
    return not isinstance(shown, Page) or is_own(user, shown)
