"""Checks whether a person may create a translation below the translated parent."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from clusters.publishing.refusal import Refusal
from clusters.translation.access.guards import (
    may_create_below,
    may_translate,
    refuse_structural,
    translated_parent,
)
from clusters.translation.access.translators import starts_as_translator
from fedcms.users.models import User


def check_target(user: User, page: Page, locale: Locale) -> None:
    """Raises an error unless `user` may create the translation of `page`.

    `Refusal` if the parent is not translated into `locale`, `PermissionDenied` if the user may not create pages below
    it.
    """
    parent = translated_parent(page, locale)
    if parent is None:
        raise Refusal(
            _(
                "La page parente « %(parent)s » n’existe pas encore dans la langue « %(language)s ». "
                "Traduisez-la d’abord : ce site ne fait pas de copies automatiques des pages au-dessus."
            )
            % {"parent": page.get_parent().get_admin_display_title(), "language": locale.get_display_name()}
        )
    if not _may_make(user, page, locale, parent):
        raise PermissionDenied


def _may_make(user: User, page: Page, locale: Locale, parent: Page) -> bool:
    """Returns whether a person may create the translation of `page` below `parent`."""
    if starts_as_translator(user, page, locale):
        return True
    return may_translate(user, page) and may_create_below(user, page, parent)


def check_subtree(user: User, page: Page, locales: Iterable[Locale]) -> None:
    """Raises an error unless `user` may have every page below `page` translated.

    `PermissionDenied` if the user may not, `Refusal` for structural pages.
    """
    locales = list(locales)
    for below in page.get_descendants().specific():
        if not may_translate(user, below) and not all(
            starts_as_translator(user, below, locale) for locale in locales
        ):
            raise PermissionDenied
        refuse_structural(below)


def forbidden_locales(user: User, page: Page, locales: Iterable[Locale]) -> set[int]:
    """Returns the keys of the locales into which this person may not translate the page.

    A locale without a translated parent counts only for people outside the team who are no translators of that
    language.
    """
    found = {locale: translated_parent(page, locale) for locale in locales}
    of_team = may_translate(user, page)
    return {
        locale.pk
        for locale, parent in found.items()
        if (
            not _may_make(user, page, locale, parent)
            if parent is not None
            else not of_team and not starts_as_translator(user, page, locale)
        )
    }
