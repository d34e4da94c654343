"""The permission policy of glossary terms."""

from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.db.models import QuerySet

from clusters.access.team_policy import TEAM, TeamPolicy
from clusters.access.teams import Person
from clusters.translation.access.translators import translator_scope


class GlossaryPolicy(TeamPolicy):
    """The permissions on terms, which belong to the whole federation.

    Its team edits them; other teams and translators may view them.
    """

    federation_roles: ClassVar = dict.fromkeys(("view", "add", "change", "delete"), TEAM)
    cluster_roles: ClassVar = {"view": TEAM}

    def user_has_any_permission(self, user: Person, actions: Iterable[str]) -> bool:
        """Returns whether a person's team allows one of the actions; translators may view."""
        actions = list(actions)
        return super().user_has_any_permission(user, actions) or bool(
            "view" in actions and translator_scope(user)
        )

    def instances_user_has_any_permission_for(
        self, user: Person, actions: Iterable[str]
    ) -> "QuerySet[models.Model]":
        """Returns all terms or none, since they belong to no cluster."""
        rows: QuerySet[models.Model] = self.model._default_manager.all()
        return rows if self.user_has_any_permission(user, actions) else rows.none()
