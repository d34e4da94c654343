"""Finds where who may edit a public page does so, for a link on the page that nobody else sees.

Wagtail's own bar is shown in previews alone: it needs inline styles and a megabyte of scripts, which the public pages'
security policy refuses (docs/dependencies.md, trap 9).
"""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page

from clusters.access.own_pages import is_own
from clusters.translation.access.translators import edits_as_translator
from fedcms.users.models import User


def edit_address(request: HttpRequest, page: object) -> str:
    """Returns the address of the editor of the page that is shown; "" for who may not edit it.

    Who has no session is not asked about: a stranger's answer depends on no cookie. A page has its editor in its own
    language. What a page shows at other addresses, as the directory shows organisations, is not edited there.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or getattr(request, "is_preview", False):
        return ""
    if not isinstance(page, Page) or page.url_path != request.path:
        return ""
    user = request.user
    if not isinstance(user, User) or not user.has_perm("wagtailadmin.access_admin"):
        return ""
    may = is_own(user, page) and page.permissions_for_user(user).can_edit()
    return (
        reverse("wagtailadmin_pages:edit", args=[page.pk]) if may or edits_as_translator(user, page) else ""
    )
