"""Makes plausible counts of page views for the last sixty days: the same for the same content."""

import math
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from clusters.content.registry import content_types
from clusters.models import Cluster
from fedcms.core.visibility import visible_q
from fedcms.media.models import FederationDocument
from home.view_counts.buffer import day_of
from home.view_counts.models import (
    DownloadCount,
    FeedCount,
    FeedSubscriberCount,
    PageViewCount,
    ReferrerCount,
)

DAYS = 60
SEED = 43
# A share of all views; the home page and listings have the more.
LANGUAGE_SHARES = {"fr": 1.0, "en": 0.35, "es": 0.2, "ar": 0.3}
HOSTS = ("duckduckgo.com", "google.com", "education.example", "presse-locale.example", "academie.example")
BATCH = 1_000


def make_view_counts(now: datetime) -> int:
    """Makes the counts of all public pages, of documents and of feeds; returns how many views."""
    today = day_of(now)
    views: list[PageViewCount] = []
    referrers: list[ReferrerCount] = []
    kinds = {found.pk for found in ContentType.objects.get_for_models(*content_types().values()).values()}
    pages = Page.objects.filter(visible_q(now), depth__gt=1).order_by("path")
    for pk, slug, depth, kind, published, language in pages.values_list(
        "pk", "slug", "depth", "content_type_id", "first_published_at", "locale__language_code"
    ):
        random = Random(f"{SEED} {slug} {language}")  # noqa: S311  # nothing secret
        # The pages that carry a section were there before, whenever the demo was loaded.
        first = day_of(published) if kind in kinds and published is not None else None
        popular = random.uniform(1, 6) * LANGUAGE_SHARES.get(language, 0.2) * (8 if depth <= 2 else 1)
        for day in _days(today):
            count = _views_of_day(day, first, popular, random)
            if not count:
                continue
            views.append(PageViewCount(day=day, page_id=pk, language=language, views=count))
            from_elsewhere = count // 3
            if from_elsewhere:
                host = random.choice(HOSTS)
                referrers.append(
                    ReferrerCount(day=day, page_id=pk, language=language, host=host, views=from_elsewhere)
                )
    PageViewCount.objects.bulk_create(views, batch_size=BATCH)
    ReferrerCount.objects.bulk_create(referrers, batch_size=BATCH)
    _make_downloads(today)
    _make_feeds(today)
    return sum(row.views for row in views)


def _days(today: date) -> Iterator[date]:
    for ago in range(DAYS - 1, -1, -1):
        yield today - timedelta(days=ago)


def _views_of_day(day: date, first: date | None, popular: float, random: Random) -> int:
    """Returns the views of a day: many at first, few after some weeks, half of them at the weekend.

    What was always there (`first` is None) stays as it is.
    """
    if first is not None and day < first:
        return 0
    novelty = 1.0 if first is None else 0.15 + 4 * math.exp(-(day - first).days / 6)
    weekend = 0.5 if day.weekday() >= 5 else 1.0
    return int(popular * novelty * weekend * random.uniform(0.4, 1.6))


def _make_downloads(today: date) -> None:
    rows = []
    for pk in FederationDocument.objects.order_by("pk").values_list("pk", flat=True):
        random = Random(f"{SEED} document {pk}")  # noqa: S311  # nothing secret
        rows += [
            DownloadCount(day=day, document_id=pk, downloads=count)
            for day in _days(today)
            if (count := random.randrange(4))
        ]
    DownloadCount.objects.bulk_create(rows, batch_size=BATCH)


def _make_feeds(today: date) -> None:
    slugs = Cluster.objects.order_by("slug").values_list("slug", flat=True)
    feeds = [f"/{code}/feeds/rss.xml" for code, _name in settings.LANGUAGES]
    feeds += [f"/fr/feeds/clusters/{slug}/rss.xml" for slug in slugs]
    counts, declared = [], []
    for feed in feeds:
        random = Random(f"{SEED} {feed}")  # noqa: S311  # nothing secret
        subscribers = random.randrange(3, 40)
        for number, day in enumerate(_days(today)):
            counts.append(FeedCount(day=day, feed=feed, fetches=random.randrange(20, 90)))
            # One more now and then.
            now = subscribers + number // 12
            declared.append(FeedSubscriberCount(day=day, feed=feed, aggregator="Feedly", subscribers=now))
    FeedCount.objects.bulk_create(counts, batch_size=BATCH)
    FeedSubscriberCount.objects.bulk_create(declared, batch_size=BATCH)
