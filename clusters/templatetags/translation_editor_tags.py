"""Template tags for Wagtail's side panels and the translation editor: links that the person may open, and no others."""

from django import template
from wagtail.models import Page

from clusters.access.own_pages import is_own
from clusters.publishing.next_steps import Link, move_link
from fedcms.users.models import User

register = template.Library()


@register.filter
def compared_by(shown: object, user: User) -> bool:
    """Returns whether a person may open the history of the object that a panel shows, and compare its versions."""
    return not isinstance(shown, Page) or is_own(user, shown)


@register.simple_tag
def schedule_move_link(shown: object, user: User) -> Link | None:
    """Returns label and address of the screen on which an object's approved schedule is moved, for who may move it."""
    return move_link(shown, user) if isinstance(shown, Page) and shown.pk else None
