"""The foot of the page editor: next step, decision of a review and saving are buttons; the rest is in a menu."""

from collections.abc import Iterable
from typing import Any

from django.forms import Media
from django.template.loader import render_to_string
from wagtail.admin.action_menu import ActionMenuItem, PageActionMenu

from clusters.publishing.action_items import (
    APPROVE,
    CANCEL,
    LOCKED,
    MOVE,
    PUBLISH,
    REJECT,
    SAVE,
    SUBMIT,
    Context,
)

# The buttons, the most probable first. Saving is the last, beside the menu.
IN_REVIEW = (APPROVE, REJECT, SAVE)
OTHERWISE = (PUBLISH, SUBMIT, SAVE)
WHEN_LOCKED = (MOVE, CANCEL, LOCKED)


class EditorActionMenu:
    """Wagtail's menu, of which the next steps are buttons."""

    def __init__(self, menu: PageActionMenu) -> None:
        self.menu = menu

    @property
    def media(self) -> Media:
        """The scripts and styles of all items."""
        media: Media = self.menu.media
        return media

    def render_html(self) -> str:
        """Returns the buttons; the last of them has the menu of what is left."""
        items = [self.menu.default_item] if self.menu.default_item else []
        items += self.menu.menu_items
        buttons = _buttons(items)
        left = [item for item in items if item not in buttons]
        context = {
            "buttons": [item.render_html(self.menu.context) for item in buttons],
            "menu": [item.render_html(self.menu.context) for item in left],
            "saves": any(item.name == SAVE for item in items),
        }
        return render_to_string("editors/action_menu.html", context, request=self.menu.request)


def _buttons(items: Iterable[ActionMenuItem]) -> list[ActionMenuItem]:
    """Returns the items that are buttons, in their order; of two with one name that which needs no dialog."""
    by_name: dict[str, ActionMenuItem] = {}
    for item in items:
        known = by_name.get(item.name)
        # "Approve" has two: at once, and with a remark.
        if known is None or getattr(known, "launch_modal", False):
            by_name[item.name] = item
    wanted = WHEN_LOCKED if LOCKED in by_name else IN_REVIEW if APPROVE in by_name else OTHERWISE
    return [by_name[name] for name in wanted if name in by_name]


class ActionButtonsMixin:
    """A base of Wagtail's forms of a page, whose foot has buttons."""

    def get_context_data(self, **kwargs: Any) -> Context:
        """Returns Wagtail's context, with our foot around its menu."""
        context: Context = super().get_context_data(**kwargs)  # type: ignore[misc]  # a mixin
        return context | {"action_menu": EditorActionMenu(context["action_menu"])}
