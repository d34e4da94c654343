"""The permission policy of rows that a cluster or the federation owns: each team its own, nobody another's."""

from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.db.models import Q, QuerySet

from clusters.access.team_policy import NOBODY, TEAM, TeamPolicy
from clusters.access.teams import Person, is_superuser, teams_of
from clusters.models import Cluster, Federation


class OwnerPolicy(TeamPolicy):
    """The permissions on rows whose `cluster` is their owner; `None` means the federation.

    A cluster's team has them on its own rows, the federation's team on the federation's: it writes in no cluster's
    name.
    """

    cluster_field = "cluster"
    cluster_roles: ClassVar = {"view": TEAM, "add": TEAM, "change": TEAM, "delete": TEAM}

    def _everywhere(self, user: Person, actions: Iterable[str]) -> bool:
        return is_superuser(user)

    def may_for_federation(self, user: Person, actions: Iterable[str]) -> bool:
        """Returns whether the person may do one of the actions on rows of the federation."""
        role = teams_of(user).federation if user.is_active else None
        allowed = any(role in self.cluster_roles.get(action, NOBODY) for action in actions)
        return is_superuser(user) or (role is not None and allowed)

    def user_has_any_permission(self, user: Person, actions: Iterable[str]) -> bool:
        """Returns whether the person may do one of the actions on at least one row."""
        actions = list(actions)
        return super().user_has_any_permission(user, actions) or self.may_for_federation(user, actions)

    def instances_user_has_any_permission_for(
        self, user: Person, actions: Iterable[str]
    ) -> "QuerySet[models.Model]":
        """Returns the rows on which a person may do one of the actions."""
        actions = list(actions)
        rows: QuerySet[models.Model] = self.model._default_manager.all()
        if self._everywhere(user, actions):
            return rows
        own = Q(cluster__in=self.clusters_for(user, actions))
        return rows.filter(own | Q(cluster=None) if self.may_for_federation(user, actions) else own)

    def users_with_any_permission(self, actions: Iterable[str]) -> "QuerySet[models.Model]":
        """Returns the people who may do one of the actions on at least one row."""
        actions = list(actions)
        people = self._people(actions, Cluster.objects.all()) | self._federation_people(actions)
        return people.distinct()

    def users_with_any_permission_for_instance(
        self, actions: Iterable[str], instance: models.Model
    ) -> "QuerySet[models.Model]":
        """Returns the people who may do one of the actions on this row."""
        owner: int | None = instance.cluster_id  # type: ignore[attr-defined]  # the policy is for models that have it
        if owner is None:
            return self._federation_people(actions)
        return self._people(actions, Cluster.objects.filter(pk=owner))

    def _federation_people(self, actions: Iterable[str]) -> "QuerySet[models.Model]":
        return self._people_of(actions, (self.cluster_roles, Federation.objects.all()))
