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
    """Raises `Refusal` when the parent is not translated, `PermissionDenied` for who may not create there."""
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
    """Whether a person may make the translation of a page below `parent`."""
    if starts_as_translator(user, page, locale):
        return True
    return may_translate(user, page) and may_create_below(user, page, parent)


def check_subtree(user: User, page: Page, locales: Iterable[Locale]) -> None:
    """Raises `PermissionDenied` for who may not have every page below translated, `Refusal` for pages of structure."""
    locales = list(locales)
    for below in page.get_descendants().specific():
        if not may_translate(user, below) and not all(
            starts_as_translator(user, below, locale) for locale in locales
        ):
            raise PermissionDenied
        refuse_structural(below)


def forbidden_locales(user: User, page: Page, locales: Iterable[Locale]) -> set[int]:
    """The keys of those locales in which the parent exists but this person may not create the translation.

    To who is no more than a translator, the languages of others are forbidden with and without a parent.
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
