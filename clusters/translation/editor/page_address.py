"""Changes the slug of a translation, with a redirect from the old address (docs/adr/0024).

wagtail-localize does not translate slugs: to change one, the translation had to be stopped. A page that was public
keeps its old address as a redirect (fedcms.core.pages.redirects), and so do the pages below it.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_slug
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from clusters.publishing.refusal import Refusal
from clusters.translation.access.guards import refuse_locked
from clusters.translation.drafts.shared_fields import take_over
from fedcms.core.pages.address_length import LONGEST_ADDRESS, too_long
from fedcms.core.pages.slugs import slug_of
from fedcms.users.models import User

LONGEST_SLUG: int = Page._meta.get_field("slug").max_length


def may_change_address(user: User, page: Page) -> bool:
    """Returns whether a person may change the slug: if the page was ever public, only those who may publish it."""
    rights = page.permissions_for_user(user)
    return bool(rights.can_publish() if page.first_published_at else rights.can_edit())


def refuse_too_long(page: Page, parent: Page, slug: str) -> None:
    """Raises `Refusal` if the page's address, or one below it, would be too long to be kept as a redirect later.

    An address that is too long already may get shorter.
    """
    if length := too_long(page, parent, slug):
        raise Refusal(
            _(
                "L’adresse de « %(title)s », ou d’une page au-dessous, aurait %(length)d caractères en tout, "
                "%(limit)d au plus : raccourcissez-la."
            )
            % {"title": page.get_admin_display_title(), "length": length, "limit": LONGEST_ADDRESS}
        )


def change_address(page: Page, user: User, wanted: str) -> str:
    """Sets the slug of a page (as its own class) and returns it. Raises `Refusal`, `PermissionDenied`.

    `wanted` may be words in any script. The drafts of the page get the slug, too, so that publishing one does not
    restore the old address.
    """
    if not may_change_address(user, page):
        raise PermissionDenied
    refuse_locked(user, page)
    slug = wanted.strip().strip("/").lower()
    try:
        validate_slug(slug)
    except ValidationError:
        slug = slug_of(wanted)
    if not any(character.isalnum() for character in slug):
        raise Refusal(_("Écrivez au moins une lettre ou un chiffre : une adresse se fait de mots."))
    if len(slug) > LONGEST_SLUG:
        raise Refusal(
            _("Cette fin d’adresse a %(length)d caractères, %(limit)d au plus : raccourcissez-la.")
            % {"length": len(slug), "limit": LONGEST_SLUG}
        )
    refuse_too_long(page, page.get_parent(), slug)
    if not Page._slug_is_available(slug, page.get_parent(), page=page):  # noqa: SLF001  # as Wagtail's own forms ask
        raise Refusal(_("L’adresse « %(slug)s » est déjà prise à cet endroit.") % {"slug": slug})
    with transaction.atomic():
        take_over(page, {"slug": slug})
    return slug
