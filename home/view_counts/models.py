"""Counts by day: views, referring hosts, downloads, feeds; nothing about persons (docs/adr/0043).

A page and a document are named by their number, without a constraint: a count never stands in the way of a deletion,
and what counts the view of a page that was deleted since never fails. Counts of what is gone are pruned.
"""

from typing import ClassVar

from django.db import models

MAX_HOST = 253
MAX_FEED = 255
MAX_AGGREGATOR = 40


class DayCount(models.Model):
    """The base of all counts. They have no permissions: nobody edits them."""

    day = models.DateField(help_text="In the site's time zone.")

    class Meta:
        abstract = True
        default_permissions = ()


class PageViewCount(DayCount):
    """How often a page was viewed on one day."""

    page_id = models.PositiveBigIntegerField()
    language = models.CharField(max_length=12)
    views = models.PositiveBigIntegerField(default=0)

    class Meta(DayCount.Meta):
        verbose_name = "page-view count"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page_id", "day", "language"], name="one_page_view_count_a_day")
        ]
        indexes: ClassVar = [models.Index(fields=["day"], name="page_views_by_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.page_id} {self.language}"


class ReferrerCount(DayCount):
    """How many of a page's views came from another host on one day."""

    page_id = models.PositiveBigIntegerField()
    language = models.CharField(max_length=12)
    host = models.CharField(max_length=MAX_HOST, help_text='The host alone, or "other".')
    views = models.PositiveBigIntegerField(default=0)

    class Meta(DayCount.Meta):
        verbose_name = "referrer count"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["page_id", "day", "language", "host"], name="one_referrer_count_a_day"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["day"], name="referrers_by_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.page_id} {self.language} {self.host}"


class DownloadCount(DayCount):
    """How often a public document was downloaded on one day."""

    document_id = models.PositiveBigIntegerField()
    downloads = models.PositiveBigIntegerField(default=0)

    class Meta(DayCount.Meta):
        verbose_name = "download count"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document_id", "day"], name="one_download_count_a_day")
        ]
        indexes: ClassVar = [models.Index(fields=["day"], name="downloads_by_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.document_id}"


class FeedCount(DayCount):
    """How often the feed at a path was fetched on one day, by whatever program."""

    feed = models.CharField(max_length=MAX_FEED)
    fetches = models.PositiveBigIntegerField(default=0)

    class Meta(DayCount.Meta):
        verbose_name = "feed count"
        constraints: ClassVar = [models.UniqueConstraint(fields=["feed", "day"], name="one_feed_count_a_day")]
        indexes: ClassVar = [models.Index(fields=["day"], name="feeds_by_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.feed}"


class FeedSubscriberCount(DayCount):
    """The most subscribers that an aggregator declared for a feed on one day."""

    feed = models.CharField(max_length=MAX_FEED)
    aggregator = models.CharField(max_length=MAX_AGGREGATOR, help_text='A known service, or "other".')
    subscribers = models.PositiveBigIntegerField(default=0)

    class Meta(DayCount.Meta):
        verbose_name = "feed subscriber count"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["feed", "day", "aggregator"], name="one_feed_subscriber_count_a_day"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["day"], name="feed_subscribers_by_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.feed} {self.aggregator}"


class ViewLogFile(models.Model):
    """How far a log file of nginx was read. It is known by its first line, whatever its name and inode are now."""

    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the first line.")
    offset = models.PositiveBigIntegerField(default=0)
    seen_at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()
        verbose_name = "log file of page views"

    def __str__(self) -> str:
        return f"{self.digest[:12]} {self.offset}"
