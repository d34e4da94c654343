"""Finds the bundles that wait for a person: those to approve, and those that were held."""

from django.db.models import Q, QuerySet

from clusters.models import Bundle, BundleState
from clusters.publishing.bundles.selection import decided_by, seen_bundles
from fedcms.users.models import User


def waiting_bundles(user: User) -> "QuerySet[Bundle]":
    """Returns the held bundles of a person's teams, and those that they are asked to approve; the soonest first."""
    held = Q(state=BundleState.HELD)
    asked = Q(state=BundleState.DRAFT, asked_at__isnull=False)
    asked &= decided_by(user)
    return seen_bundles(user).filter(held | asked).order_by("moment", "pk")
