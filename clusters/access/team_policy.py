"""The base permission policy: permissions on rows, by the teams of a person."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import ClassVar

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q, QuerySet
from wagtail.permission_policies import ModelPermissionPolicy

from clusters.access.teams import Person, Role, teams_of
from clusters.models import Cluster, Federation

TEAM: frozenset[Role] = frozenset({"editor", "publisher"})
PUBLISHERS: frozenset[Role] = frozenset({"publisher"})
NOBODY: frozenset[Role] = frozenset()


class TeamPolicy(ModelPermissionPolicy):
    """A policy that allows actions by role: the federation's team on every row, a cluster's team on its own rows.

    An action that is not named is for superusers alone.
    """

    federation_roles: ClassVar[Mapping[str, frozenset[Role]]] = {}
    cluster_roles: ClassVar[Mapping[str, frozenset[Role]]] = {}
    # The lookup from the model to its cluster; "" if the rows belong to no cluster.
    cluster_field: ClassVar[str] = ""

    def _everywhere(self, user: Person, actions: Iterable[str]) -> bool:
        if not user.is_active:
            return False
        role = teams_of(user).federation
        return bool(
            getattr(user, "is_superuser", False)
            or (role and any(role in self.federation_roles.get(action, NOBODY) for action in actions))
        )

    def clusters_for(self, user: Person, actions: Iterable[str]) -> "QuerySet[Cluster]":
        """Returns the clusters on whose rows a person may do one of the actions."""
        actions = list(actions)
        if self._everywhere(user, actions):
            return Cluster.objects.all()
        wanted: AbstractSet[Role] = frozenset().union(*(self.cluster_roles.get(a, NOBODY) for a in actions))
        return Cluster.objects.filter(pk__in=teams_of(user).clusters_as(wanted))

    def user_has_permission(self, user: Person, action: str) -> bool:
        """Returns whether the person may do the action on at least one row."""
        return self.user_has_any_permission(user, [action])

    def user_has_any_permission(self, user: Person, actions: Iterable[str]) -> bool:
        """Returns whether the person may do one of the actions on at least one row.

        The only query is that for the person's teams.
        """
        actions = list(actions)
        wanted: AbstractSet[Role] = frozenset().union(*(self.cluster_roles.get(a, NOBODY) for a in actions))
        return self._everywhere(user, actions) or bool(user.is_active and teams_of(user).clusters_as(wanted))

    def user_has_permission_for_instance(self, user: Person, action: str, instance: models.Model) -> bool:
        """Returns whether the person may do the action on this row."""
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(
        self, user: Person, actions: Iterable[str], instance: models.Model
    ) -> bool:
        """Returns whether the person may do one of the actions on this row, as the database has it.

        The database is asked because the values that a form has just set must not decide who may save it.
        """
        return self.instances_user_has_any_permission_for(user, actions).filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(
        self, user: Person, actions: Iterable[str]
    ) -> "QuerySet[models.Model]":
        """Returns the rows on which a person may do one of the actions."""
        actions = list(actions)
        rows: QuerySet[models.Model] = self.model._default_manager.all()
        if self._everywhere(user, actions):
            return rows
        if not self.cluster_field:
            return rows.none()
        return rows.filter(**{f"{self.cluster_field}__in": self.clusters_for(user, actions)})

    def users_with_any_permission(self, actions: Iterable[str]) -> "QuerySet[models.Model]":
        """Returns the people who may do one of the actions on at least one row."""
        return self._people(actions, Cluster.objects.all())

    def users_with_any_permission_for_instance(
        self, actions: Iterable[str], instance: models.Model
    ) -> "QuerySet[models.Model]":
        """Returns the people who may do one of the actions on this row."""
        if not self.cluster_field:
            return self._people(actions, Cluster.objects.none())
        owner = instance.pk if self.cluster_field == "pk" else getattr(instance, f"{self.cluster_field}_id")
        return self._people(actions, Cluster.objects.filter(pk=owner))

    def _people(self, actions: Iterable[str], clusters: "QuerySet[Cluster]") -> "QuerySet[models.Model]":
        return self._people_of(
            actions, (self.federation_roles, Federation.objects.all()), (self.cluster_roles, clusters)
        )

    def _people_of(
        self,
        actions: Iterable[str],
        *allowed: "tuple[Mapping[str, frozenset[Role]], QuerySet[Federation] | QuerySet[Cluster]]",
    ) -> "QuerySet[models.Model]":
        """Returns the people whose role in the team of one of some owners allows one of the actions."""
        groups = Q(pk__in=[])
        for action in actions:
            for roles, owners in allowed:
                for role in roles.get(action, NOBODY):
                    column = "editors_group" if role == "editor" else "publishers_group"
                    groups |= Q(pk__in=owners.values(column))
        people = Q(is_superuser=True) | Q(groups__in=Group.objects.filter(groups))
        return get_user_model()._default_manager.filter(people, is_active=True).distinct()
