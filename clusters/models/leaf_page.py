"""Permissions on pages without children, checked without a query for each page in listings.

What an emergency took off the site is deleted and moved by its publishers alone: with it would go the way back.
"""

from wagtail.models import PagePermissionTester

from clusters.models.emergency_withdrawal import withdrawn_keys
from clusters.models.page_permissions import TranslationPermissionTester


class LeafPermissionTester(TranslationPermissionTester):
    """Wagtail's permissions and the translators'; does not look for live pages below to decide about deletion."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Returns whether the person may delete the page; a leaf has no pages below that could be live."""
        # For superusers and inactive users, Wagtail makes no further query.
        if not self.user.is_active or self.user.is_superuser or self.page_is_root or not self.page.is_leaf():
            return bool(super().can_delete(ignore_bulk=ignore_bulk))
        if "change" not in self.permissions:
            return bool(super().can_delete(ignore_bulk=ignore_bulk))
        return "publish" in self.permissions or not (self.page.live or self._is_withdrawn())

    def can_move(self) -> bool:
        """Returns whether the person may move the page; what is withdrawn stays where those who withdrew it find it."""
        if not super().can_move():
            return False
        # For superusers Wagtail looks up no permissions.
        return self.user.is_superuser or "publish" in self.permissions or not self._is_withdrawn()

    def _is_withdrawn(self) -> bool:
        return not self.page.live and self.page.translation_key in withdrawn_keys(self.user)


class LeafMixin:
    """The mixin, to be placed before the page class, of page types below which nothing is created."""

    def permissions_for_user(self, user: object) -> PagePermissionTester:
        """Returns Wagtail's permissions, with fewer queries."""
        return LeafPermissionTester(user, self)
