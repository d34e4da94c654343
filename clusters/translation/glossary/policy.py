"""The permission policy of glossary terms."""

from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.db.models import QuerySet

from clusters.access.team_policy import TEAM, TeamPolicy
from clusters.access.teams import Person
from clusters.translation.access.translators import translator_scope


class GlossaryPolicy(TeamPolicy):
    """Terms of the whole federation: its team keeps them; other teams and translators read them."""

    federation_roles: ClassVar = dict.fromkeys(("view", "add", "change", "delete"), TEAM)
    cluster_roles: ClassVar = {"view": TEAM}

    def user_has_any_permission(self, user: Person, actions: Iterable[str]) -> bool:
        """By team; a translator may look."""
        actions = list(actions)
        return super().user_has_any_permission(user, actions) or bool(
            "view" in actions and translator_scope(user)
        )

    def instances_user_has_any_permission_for(
        self, user: Person, actions: Iterable[str]
    ) -> "QuerySet[models.Model]":
        """All rows or none: they belong to no cluster."""
        rows: QuerySet[models.Model] = self.model._default_manager.all()
        return rows if self.user_has_any_permission(user, actions) else rows.none()
