"""Rights on a page that may be a translation: Wagtail's, and to its translators the editor of its strings."""

from typing import TYPE_CHECKING

from wagtail.models import Page, PagePermissionTester

if TYPE_CHECKING:
    from clusters.access.teams import Person


class TranslationPermissionTester(PagePermissionTester):
    """A translator's "edit" opens wagtail-localize's editor alone, which takes the place of Wagtail's.

    They hold no right on the section, which would let them write originals in their language. What else Wagtail allows
    who may edit, the guard of the admin refuses to them (clusters.access.admin_guard).
    """

    def can_edit_by_section(self) -> bool:
        """Whether the person may edit the page as one of its team, or as one who reviews it."""
        return bool(super().can_edit())

    def can_edit(self) -> bool:
        """By the section; or as a translator, while the page is a translation that follows its source."""
        if self.can_edit_by_section():
            return True
        from clusters.translation.access.translators import edits_as_translator  # noqa: PLC0415  # it reads models

        return edits_as_translator(self.user, self.page)

    def can_copy(self) -> bool:
        """Not a translator: a copy would be a page that they wrote."""
        return self.can_edit_by_section()


def edits_by_section(user: "Person", page: Page) -> bool:
    """Whether a person may edit a page (as its own class) by the rights of its section."""
    tester = page.permissions_for_user(user)
    if isinstance(tester, TranslationPermissionTester):
        return tester.can_edit_by_section()
    return bool(tester.can_edit())
