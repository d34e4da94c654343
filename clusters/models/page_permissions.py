"""Permissions on a page that may be a translation: Wagtail's, and edit access for its translators.

Who its translators are is known above the models, and registered here (clusters.translation.apps).
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from wagtail.models import Page, PagePermissionTester

if TYPE_CHECKING:
    from clusters.access.teams import Person

MayEdit = Callable[["Person", Page], bool]

_further_editors: list[MayEdit] = []


def register_further_editors(may_edit: MayEdit) -> None:
    """Opens the editor of a page also to those for whom `may_edit(user, page)` is true. Twice is harmless."""
    if may_edit not in _further_editors:
        _further_editors.append(may_edit)


class TranslationPermissionTester(PagePermissionTester):
    """A translator's "edit" opens wagtail-localize's editor alone, which takes the place of Wagtail's.

    They hold no right on the section, which would let them write originals in their language. What else Wagtail allows
    who may edit, the guard of the admin refuses to them (clusters.admin_guard).
    """

    def can_edit_by_section(self) -> bool:
        """Whether the person may edit the page as one of its team, or as one who reviews it."""
        return bool(super().can_edit())

    def can_edit(self) -> bool:
        """By the section; or as a translator, while the page is a translation that follows its source."""
        return self.can_edit_by_section() or any(
            may_edit(self.user, self.page) for may_edit in _further_editors
        )

    def can_copy(self) -> bool:
        """Not a translator: a copy would be a page that they wrote."""
        return self.can_edit_by_section()


def edits_by_section(user: "Person", page: Page) -> bool:
    """Whether a person may edit a page (as its own class) by the rights of its section."""
    tester = page.permissions_for_user(user)
    if isinstance(tester, TranslationPermissionTester):
        return tester.can_edit_by_section()
    return bool(tester.can_edit())
