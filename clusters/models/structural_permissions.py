"""Permissions on structural pages: texts may be edited, only superusers move or delete them."""

from django.contrib.auth.models import Group
from wagtail.models import Page, PagePermissionTester

from clusters.models.federation import Federation
from fedcms.users.models import User

# What a group may do on pages: by the rights that clusters.sections.rights gives it; here by membership alone.
EDITOR_ACTIONS = ("add", "change")
PUBLISHER_ACTIONS = ("add", "change", "publish", "lock", "unlock")


def federation_actions(user: User, page: Page) -> set[str]:
    """What membership in the federation's groups allows on the home page and the index of clusters alone."""
    federation = Federation.objects.filter(pk=1).first()
    if federation is None:
        return set()
    groups = set(Group.objects.filter(user=user).values_list("pk", flat=True))
    if federation.publishers_group_id in groups:
        return set(PUBLISHER_ACTIONS)
    if federation.editors_group_id in groups:
        return set(EDITOR_ACTIONS)
    return set()


class StructuralPermissionTester(PagePermissionTester):
    """Rights on a page that provisioning made: its text may be edited, its place may not be touched.

    A communication officer who unpublishes or deletes the root of their section takes the whole section down; only
    who runs the site (a superuser) may.
    """

    def can_move(self) -> bool:
        """Only superusers may."""
        return bool(self.user.is_superuser)

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Only superusers may."""
        return bool(self.user.is_superuser and super().can_delete(ignore_bulk=ignore_bulk))

    def can_unpublish(self) -> bool:
        """Only superusers may."""
        return bool(self.user.is_superuser and super().can_unpublish())

    def can_set_view_restrictions(self) -> bool:
        """Only a superuser: a restriction here would hide a whole section."""
        return bool(self.user.is_superuser and super().can_set_view_restrictions())

    def can_copy(self) -> bool:
        """Only a superuser: a second set of them would answer for the first."""
        return bool(self.user.is_superuser and super().can_copy())

    def can_copy_to(self, destination: Page, recursive: bool = False) -> bool:
        """Only superusers may."""
        return bool(self.user.is_superuser and super().can_copy_to(destination, recursive=recursive))

    def can_move_to(self, destination: Page) -> bool:
        """Only superusers may."""
        return bool(self.user.is_superuser and super().can_move_to(destination))


class FederationRootPermissionTester(StructuralPermissionTester):
    """Rights on pages that the federation's team edits without any right on what hangs below them.

    Wagtail's page rights always reach down to the leaves; a right on the home page would give every cluster's section
    to the federation's team. So these pages carry no group right, and the team's membership answers for them alone.
    """

    def __init__(self, user: object, page: Page) -> None:
        super().__init__(user, page)
        if self.user.is_active and not self.user.is_superuser:
            self.permissions |= federation_actions(self.user, page)
