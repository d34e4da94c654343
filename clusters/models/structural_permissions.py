"""Permissions on structural pages: texts may be edited; only superusers move or delete the pages."""

from django.contrib.auth.models import Group
from wagtail.models import Page, PagePermissionTester

from clusters.models.federation import Federation
from fedcms.users.models import User

# The actions of a team on pages: by group permissions (clusters.sections.rights); here by membership alone.
EDITOR_ACTIONS = ("add", "change")
PUBLISHER_ACTIONS = ("add", "change", "publish", "lock", "unlock")

_CACHE = "_fedcms_federation_actions"


def federation_actions(user: User, page: Page) -> set[str]:
    """Returns what membership in the federation's team allows on the home page and the index of clusters.

    Two queries, then cached on the user for the rest of the request: a listing asks once a row and once a button.
    """
    known = getattr(user, _CACHE, None)
    if not isinstance(known, frozenset):
        known = frozenset(_read(user))
        setattr(user, _CACHE, known)
    return set(known)


def _read(user: User) -> tuple[str, ...]:
    federation = Federation.objects.filter(pk=1).first()
    if federation is None:
        return ()
    groups = set(Group.objects.filter(user=user).values_list("pk", flat=True))
    if federation.publishers_group_id in groups:
        return PUBLISHER_ACTIONS
    if federation.editors_group_id in groups:
        return EDITOR_ACTIONS
    return ()


class StructuralPermissionTester(PagePermissionTester):
    """The permissions on a page that provisioning made: its text may be edited, its place may not be changed.

    A communication officer who unpublishes or deletes the root of their section would take the whole section down; only
    superusers may.
    """

    def can_move(self) -> bool:
        """Returns whether the person is a superuser."""
        return bool(self.user.is_superuser)

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Returns whether Wagtail allows it and the person is a superuser."""
        return bool(self.user.is_superuser and super().can_delete(ignore_bulk=ignore_bulk))

    def can_unpublish(self) -> bool:
        """Returns whether Wagtail allows it and the person is a superuser."""
        return bool(self.user.is_superuser and super().can_unpublish())

    def can_set_view_restrictions(self) -> bool:
        """Returns whether the person is a superuser: a view restriction here would hide a whole section."""
        return bool(self.user.is_superuser and super().can_set_view_restrictions())

    def can_copy(self) -> bool:
        """Returns whether the person is a superuser: a copy would answer instead of the original."""
        return bool(self.user.is_superuser and super().can_copy())

    def can_copy_to(self, destination: Page, recursive: bool = False) -> bool:
        """Returns whether Wagtail allows it and the person is a superuser."""
        return bool(self.user.is_superuser and super().can_copy_to(destination, recursive=recursive))

    def can_move_to(self, destination: Page) -> bool:
        """Returns whether Wagtail allows it and the person is a superuser."""
        return bool(self.user.is_superuser and super().can_move_to(destination))


class FederationRootPermissionTester(StructuralPermissionTester):
    """The permissions on pages that the federation's team edits without any permission on the pages below.

    Wagtail's page permissions always hold for all pages below; a permission on the home page would give every cluster's
    section to the federation's team. So no group holds a permission on these pages, and the team's membership is
    checked instead.
    """

    def __init__(self, user: object, page: Page) -> None:
        super().__init__(user, page)
        if self.user.is_active and not self.user.is_superuser:
            self.permissions |= federation_actions(self.user, page)
