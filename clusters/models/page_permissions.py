"""Permissions on a page that may be a translation: Wagtail's, and edit access for its translators.

Its translators are known to a package above the models, which registers them here (clusters.translation.startup).
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from wagtail.models import Page, PagePermissionTester

if TYPE_CHECKING:
    from clusters.access.teams import Person

MayEdit = Callable[["Person", Page], bool]

_further_editors: list[MayEdit] = []


def register_further_editors(may_edit: MayEdit) -> None:
    """Opens the editor of a page also to people for whom `may_edit(user, page)` is true. May be called twice."""
    if may_edit not in _further_editors:
        _further_editors.append(may_edit)


class TranslationPermissionTester(PagePermissionTester):
    """Wagtail's permissions, and those of translators.

    For a translator, "edit" opens the translation editor only, which replaces Wagtail's. Translators hold no permission
    on the section, which would let them write originals in their language. Whatever else Wagtail allows people who may
    edit, the guard of the admin refuses to them (clusters.admin_guard).
    """

    def can_edit_by_section(self) -> bool:
        """Returns whether the person may edit the page as one of its team, or as its reviewer."""
        return bool(super().can_edit())

    def can_edit(self) -> bool:
        """Returns whether the person may edit the page, by its section or as a translator.

        A translator may as long as the page is a translation that follows its source.
        """
        return self.can_edit_by_section() or any(
            may_edit(self.user, self.page) for may_edit in _further_editors
        )

    def can_copy(self) -> bool:
        """Returns whether the person may copy the page.

        Translators may not: the copy would be an original of theirs.
        """
        return self.can_edit_by_section()


def edits_by_section(user: "Person", page: Page) -> bool:
    """Returns whether a person may edit a page (as its own class) by the permissions of its section."""
    tester = page.permissions_for_user(user)
    if isinstance(tester, TranslationPermissionTester):
        return tester.can_edit_by_section()
    return bool(tester.can_edit())
