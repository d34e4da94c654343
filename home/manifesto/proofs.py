"""Finds what proves the commitments of the manifesto: how much, the latest of each, and its version for a reader.

A proof is a translation set: it counts once, whatever its languages, and is of the day on which its first version
appeared or took place. What is to come, and what was called off, proves nothing yet.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from clusters.content.neighbours.shown import best_versions
from clusters.content.registry import is_void
from clusters.content.teaser_rows import TeaserRow, as_rows, rows_of
from clusters.models import Commitment, ContentPage
from clusters.models.content_queryset import ContentPageQuerySet

YEAR = timedelta(days=365)


class ClusterCount(NamedTuple):
    """What one cluster (`None`: the federation) has for one commitment; `recent` of them in the last year."""

    cluster_id: int | None
    total: int
    recent: int


@dataclass(frozen=True)
class Version:
    """A proof in the language in which a reader sees it."""

    row: TeaserRow
    language: str


def proving(now: datetime) -> ContentPageQuerySet:
    """Returns what proves something at `now` (aware), in all languages: it has appeared, or has begun."""
    found: ContentPageQuerySet = ContentPage.objects.visible(now).out_by(now).filter(~is_void())
    return found


def counts(now: datetime) -> dict[int, list[ClusterCount]]:
    """Returns by commitment how many proofs each cluster has. One query, one row a commitment and cluster.

    Those of the last year are those that are left without the ones of which a version is older.
    """
    older = Q(sort_at__lte=now - YEAR)
    rows = (
        proving(now)
        .filter(commitments__isnull=False)
        .order_by()
        .values_list("commitments", "cluster_id")
        .annotate(
            total=Count("translation_key", distinct=True),
            old=Count("translation_key", distinct=True, filter=older),
        )
    )
    found: dict[int, list[ClusterCount]] = defaultdict(list)
    for commitment_id, cluster_id, total, old in rows:
        found[commitment_id].append(ClusterCount(cluster_id, total, total - old))
    return found


def first_versions(now: datetime, commitment: object) -> ContentPageQuerySet:
    """Returns one page of each proof of a commitment, its first version, the newest proof first.

    `commitment` is a primary key, or an expression that gives one.
    """
    tagged = proving(now).filter(commitments=commitment)
    # One query further in, where `OuterRef("pk")` alone would be the page's.
    inner = OuterRef(commitment) if isinstance(commitment, OuterRef) else commitment
    versions_of_proof = proving(now).filter(commitments=inner, translation_key=OuterRef("translation_key"))
    same = versions_of_proof.order_by()
    before = Q(sort_at__lt=OuterRef("sort_at")) | Q(sort_at=OuterRef("sort_at"), pk__lt=OuterRef("pk"))
    first: ContentPageQuerySet = tagged.filter(~Exists(same.filter(before))).latest_first()
    return first


def latest_keys(now: datetime) -> dict[int, UUID]:
    """Returns the translation key of the latest proof of each commitment that has one. One query."""
    latest = first_versions(now, OuterRef("pk")).values("translation_key")[:1]
    rows = Commitment.objects.order_by().annotate(latest=Subquery(latest)).values_list("pk", "latest")
    return {pk: key for pk, key in rows if key is not None}


def versions(keys: Iterable[UUID], now: datetime) -> dict[UUID, Version]:
    """Returns the version of each translation set that a reader would rather read. One query.

    That is the one in the active language, else in the federation's main language, else in the first that there is.
    """
    wanted = set(keys)
    if not wanted:
        return {}
    pages = ContentPage.objects.visible(now).filter(translation_key__in=wanted).order_by("pk")
    best = best_versions(as_rows(rows_of(pages, with_images=False)), _language_of)
    return {key: Version(row, _language_of(row)) for key, row in best.items()}


def _language_of(row: TeaserRow) -> str:
    return row.url_path.split("/")[1]  # each language's tree begins with its code
