"""The button that leads to an emergency withdrawal, in the header of the editor."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from clusters.publishing.withdrawal.selection import may_withdraw, screen_address
from fedcms.users.models import User

LAST = 95


def withdrawal_button(
    page: Page, user: User, next_url: str | None = None, view_name: str | None = None
) -> Iterator[Button]:
    """The hook register_page_header_buttons: yields the button of a public or scheduled page, for its publishers."""
    if (page.live or page.approved_schedule) and may_withdraw(page, user):
        yield Button(_("Retrait d’urgence"), screen_address(page), icon_name="warning", priority=LAST)
