"""Finds the pages to which a person may answer for a co-signing cluster."""

from django.db.models import QuerySet

from clusters.co_signatures.signers import signs_for
from clusters.models import CoSignature
from fedcms.users.models import User


def questions_to(user: User) -> "QuerySet[CoSignature]":
    """Returns the questions that wait for a person's answer, the oldest first, with page, language and cluster."""
    found: QuerySet[CoSignature] = CoSignature.objects.waiting().filter(cluster__in=signs_for(user))
    return found.select_related("page__locale", "page__content_type", "cluster").order_by("asked_at", "pk")
