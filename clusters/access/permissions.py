"""Permission policies per row for clusters, organisations, the federation and its charter (trap 18).

Permissions follow from membership in a team alone (clusters.access.teams). A Django permission that somebody gives to a
group allows nothing here, and a missing one forbids nothing.
"""

from collections.abc import Iterable
from typing import ClassVar

from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.query import PageQuerySet

from clusters.access.own_pages import federation_paths
from clusters.access.team_policy import PUBLISHERS, TEAM, TeamPolicy
from clusters.access.teams import Person, teams_of
from clusters.models import Charter, Cluster, Commitment, Federation, Organisation, PressKit
from clusters.models.structural_permissions import EDITOR_ACTIONS, PUBLISHER_ACTIONS
from fedcms.core.models import Topic


class OrganisationPolicy(TeamPolicy):
    """The permissions on organisations.

    A cluster's team edits its own organisations, its publishers delete them; the federation's team may edit all. Every
    organisation is in the public directory, so that anybody may choose any of them for a page.
    """

    cluster_field = "cluster"
    cluster_roles: ClassVar = {"view": TEAM, "add": TEAM, "change": TEAM, "delete": PUBLISHERS}
    federation_roles: ClassVar = cluster_roles


class ClusterPolicy(TeamPolicy):
    """The permissions on clusters.

    A cluster's publishers edit its contact details; the federation's publishers create and edit clusters; only
    superusers delete them.
    """

    cluster_field = "pk"
    cluster_roles: ClassVar = {"view": PUBLISHERS, "change": PUBLISHERS}
    federation_roles: ClassVar = {"view": PUBLISHERS, "add": PUBLISHERS, "change": PUBLISHERS}


class FederationPolicy(TeamPolicy):
    """The permissions on the federation's row: its publishers change it; nobody adds another one or deletes it."""

    federation_roles: ClassVar = {"view": PUBLISHERS, "change": PUBLISHERS}

    def _everywhere(self, user: Person, actions: Iterable[str]) -> bool:
        possible = set(actions) & {"view", "change"}
        return bool(possible) and super()._everywhere(user, possible)


class PressKitPolicy(TeamPolicy):
    """The permissions on press kits, which are public at once: publishers change them; nobody adds or deletes one."""

    cluster_field = "cluster"
    cluster_roles: ClassVar = {"view": PUBLISHERS, "change": PUBLISHERS}
    federation_roles: ClassVar = {"view": PUBLISHERS, "change": PUBLISHERS}

    def _everywhere(self, user: Person, actions: Iterable[str]) -> bool:
        possible = set(actions) & {"view", "change"}
        return bool(possible) and super()._everywhere(user, possible)


class CommonPolicy(TeamPolicy):
    """The permissions on rows of the whole federation, such as topics and commitments."""

    federation_roles: ClassVar = {
        "view": PUBLISHERS,
        "add": PUBLISHERS,
        "change": PUBLISHERS,
        "delete": PUBLISHERS,
    }


class CharterPolicy(CommonPolicy):
    """The permissions on versions of the charter: publishers correct them, only superusers delete this history."""

    federation_roles: ClassVar = {"view": PUBLISHERS, "add": PUBLISHERS, "change": PUBLISHERS}


class FederationPagePolicy(PagePermissionPolicy):
    """Wagtail's page policy, with the permissions of the federation's team on the federation's own roots.

    Reports, histories and the explorer ask this policy which pages are a person's; the pages themselves answer by
    FederationRootPermissionTester.
    """

    def _on_roots(self, user: Person, actions: Iterable[str]) -> frozenset[str]:
        role = teams_of(user).federation
        possible = PUBLISHER_ACTIONS if role == "publisher" else EDITOR_ACTIONS
        return federation_paths(user) if role and set(actions) & set(possible) else frozenset()

    def instances_user_has_any_permission_for(self, user: Person, actions: Iterable[str]) -> PageQuerySet:
        """Returns the pages on which a person may do one of the actions."""
        pages: PageQuerySet = super().instances_user_has_any_permission_for(user, actions)
        paths = () if getattr(user, "is_superuser", False) else self._on_roots(user, actions)
        return pages | self.model._default_manager.filter(path__in=paths) if paths else pages

    def user_has_any_permission_for_instance(
        self, user: Person, actions: Iterable[str], instance: Page
    ) -> bool:
        """Returns whether a person may do one of the actions on a page."""
        return bool(
            super().user_has_any_permission_for_instance(user, actions, instance)
            or instance.path in self._on_roots(user, actions)
        )


def register_policies() -> None:
    """Registers all policies. This app's wagtail_hooks calls it once, before any view asks them."""
    register_permission_policy(Organisation, OrganisationPolicy(Organisation))
    register_permission_policy(Cluster, ClusterPolicy(Cluster))
    register_permission_policy(Federation, FederationPolicy(Federation))
    register_permission_policy(PressKit, PressKitPolicy(PressKit))
    register_permission_policy(Charter, CharterPolicy(Charter))
    register_permission_policy(Topic, CommonPolicy(Topic))
    register_permission_policy(Commitment, CommonPolicy(Commitment))
    register_permission_policy(Page, FederationPagePolicy())
