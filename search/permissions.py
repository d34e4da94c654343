"""Permission policies of promotions, thesaurus and sources (see clusters.access.permissions)."""

from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.db.models import QuerySet
from wagtail.permissions import register_permission_policy

from clusters.access.team_policy import PUBLISHERS, TEAM, TeamPolicy
from clusters.access.teams import Person
from search.models import ConceptProposal, HarvestSource, PromotedResult, ThesaurusConcept

EVERY_ACTION = dict.fromkeys(("view", "add", "change", "delete"), TEAM)


class SharedPolicy(TeamPolicy):
    """The policy of rows that the federation's team edits for all clusters, and that their teams may read."""

    federation_roles: ClassVar = EVERY_ACTION
    cluster_roles: ClassVar = {"view": TEAM}

    def instances_user_has_any_permission_for(
        self, user: Person, actions: Iterable[str]
    ) -> "QuerySet[models.Model]":
        """Returns all rows or none, since they belong to no cluster."""
        rows: QuerySet[models.Model] = self.model._default_manager.all()
        return rows if self.user_has_any_permission(user, actions) else rows.none()


class PromotionPolicy(SharedPolicy):
    """The policy of promoted results: the federation's team alone, since they appear above everybody's results."""

    cluster_roles: ClassVar = {}


class ProposalPolicy(SharedPolicy):
    """The policy of proposals to the thesaurus: who keeps it decides, all teams read. The report alone adds one."""

    def user_has_any_permission(self, user: Person, actions: Iterable[str]) -> bool:
        """Returns whether the person may do one of the actions; nobody adds a proposal by a form."""
        others = [action for action in actions if action != "add"]
        return bool(others) and super().user_has_any_permission(user, others)


class SourcePolicy(TeamPolicy):
    """The policy of sources: a cluster's publishers edit those of their cluster, the federation's team edits all."""

    cluster_field = "cluster"
    cluster_roles: ClassVar = dict.fromkeys(("view", "add", "change", "delete"), PUBLISHERS)
    federation_roles: ClassVar = EVERY_ACTION


def register_policies() -> None:
    """Registers the policies. Called once, from search.wagtail_hooks, before any view asks."""
    register_permission_policy(ThesaurusConcept, SharedPolicy(ThesaurusConcept))
    register_permission_policy(ConceptProposal, ProposalPolicy(ConceptProposal))
    register_permission_policy(PromotedResult, PromotionPolicy(PromotedResult))
    register_permission_policy(HarvestSource, SourcePolicy(HarvestSource))
