"""What is too old and what is of nothing any more goes; the worker does it, and reads nginx's log."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.utils import timezone
from pytest_django import Settings

from clusters.models import Cluster
from fedcms.core.tasks import recurring
from fedcms.media.models import FederationDocument
from home.view_counts import startup
from home.view_counts.models import (
    DownloadCount,
    FeedCount,
    FeedSubscriberCount,
    PageViewCount,
    ReferrerCount,
    ViewLogFile,
)
from home.view_counts.nginx_log import count_configured_log
from home.view_counts.pruning import prune_views
from news.models import ArticlePage
from tests.view_counts.support import views

pytestmark = pytest.mark.django_db

COUNTS = (PageViewCount, ReferrerCount, DownloadCount, FeedCount, FeedSubscriberCount)


def test_days_beyond_the_setting_go(article: ArticlePage, cluster: Cluster, settings: Settings) -> None:
    settings.FEDCMS_PAGE_VIEWS_KEEP_DAYS = 10
    document = FederationDocument.objects.create(
        title="Dossier", file=ContentFile(b"x", name="d.txt"), collection=cluster.collection
    )
    today = timezone.localdate()
    for ago in (0, 9, 10, 400):
        day = today - timedelta(days=ago)
        page = {"day": day, "page_id": article.pk, "language": "fr", "views": 1}
        PageViewCount.objects.create(**page)
        ReferrerCount.objects.create(**page, host="example.org")
        DownloadCount.objects.create(day=day, document_id=document.pk, downloads=1)
        FeedCount.objects.create(day=day, feed="/fr/feeds/rss.xml", fetches=1)
        FeedSubscriberCount.objects.create(
            day=day, feed="/fr/feeds/rss.xml", aggregator="Feedly", subscribers=1
        )
    assert prune_views() == 10
    for model in COUNTS:
        days = model.objects.order_by("-day").values_list("day", flat=True)
        assert list(days) == [today, today - timedelta(days=9)]
    assert prune_views() == 0


def test_counts_of_what_is_gone_go(article: ArticlePage) -> None:
    today = timezone.localdate()
    for page in (article.pk, 99_999):
        PageViewCount.objects.create(day=today, page_id=page, language="fr", views=1)
        ReferrerCount.objects.create(day=today, page_id=page, language="fr", host="example.org", views=1)
    DownloadCount.objects.create(day=today, document_id=99_999, downloads=1)
    assert prune_views() == 3
    assert PageViewCount.objects.get().page_id == article.pk


def test_a_page_with_counts_is_deleted_like_any_other(article: ArticlePage) -> None:
    PageViewCount.objects.create(day=timezone.localdate(), page_id=article.pk, language="fr", views=1)
    article.delete()
    prune_views()
    assert not PageViewCount.objects.exists()


def test_log_files_that_nobody_has_any_more_are_forgotten(db: None) -> None:
    for digest, days in (("old", 70), ("young", 50)):
        with time_machine.travel(datetime.now(UTC) - timedelta(days=days)):
            ViewLogFile.objects.create(digest=digest)
    prune_views()
    assert ViewLogFile.objects.get().digest == "young"


def test_the_worker_prunes_and_reads_the_log_where_one_is_configured(
    db: None, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recurring, "_registered", dict(recurring._registered))
    assert "prune page views" in {job.name for job in recurring.recurring_jobs()}
    assert count_configured_log() == 0
    log = tmp_path / "views.log"
    line = {"at": "1780000000.1", "page": "1.fr", "host": "", "status": "200", "cache": "HIT"}
    log.write_text(json.dumps(line) + "\n")
    settings.FEDCMS_PAGE_VIEWS_LOG = str(log)
    startup.run()
    (job,) = [job for job in recurring.recurring_jobs() if job.job is count_configured_log]
    job.job()
    assert views() == 1
