"""The addresses of co-signatures, the hooks that register them, and the button in the header of the editor."""

from collections.abc import Iterator

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from clusters.co_signatures.signers import newest_text
from clusters.co_signatures.text_views import text, text_file
from clusters.co_signatures.views import co_signatures
from fedcms.users.models import User


def admin_urls() -> list[URLPattern]:
    """The hook register_admin_urls: returns the addresses."""
    return [
        path("co-signatures/<int:page_id>/", co_signatures, name="co_signatures"),
        path("co-signatures/<int:page_id>/text/", text, name="co_signed_text"),
        path("co-signatures/<int:page_id>/text/<path:address>", text_file, name="co_signed_file"),
    ]


def page_button(
    page: Page, user: User, next_url: str | None = None, view_name: str | None = None
) -> Iterator[Button]:
    """The hook register_page_header_buttons: yields the button of a page that other clusters sign, too."""
    may_have = page.pk and getattr(page.specific_class, "has_co_signers", False)
    if not may_have or not page.permissions_for_user(user).can_edit():
        return
    content = newest_text(page)
    if content is not None and content.co_signing_clusters():
        yield Button(
            _("Co-signatures"), reverse("co_signatures", args=[page.pk]), icon_name="group", priority=56
        )
