"""Finds the bundles that wait for a person: those to approve, and those that were held."""

from django.db.models import Q, QuerySet

from clusters.access.teams import is_superuser, teams_of
from clusters.models import Bundle, BundleState
from clusters.publishing.bundles.selection import seen_bundles
from fedcms.users.models import User


def waiting_bundles(user: User) -> "QuerySet[Bundle]":
    """Returns the held bundles of a person's teams, and those that they are asked to approve; the soonest first."""
    held = Q(state=BundleState.HELD)
    asked = Q(state=BundleState.DRAFT, asked_at__isnull=False)
    if not is_superuser(user):
        teams = teams_of(user)
        theirs = Q(cluster__in=teams.clusters_as({"publisher"}))
        if teams.federation == "publisher":
            theirs |= Q(cluster=None)
        asked &= theirs
    return seen_bundles(user).filter(held | asked).order_by("moment", "pk")
