"""Whatever a request says of its sender, no table, cache or log has it: read in full, with marks in each part."""

import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from pytest_django import Settings

from clusters.models import Cluster
from fedcms.core.pages.addresses import page_address
from fedcms.media.models import FederationDocument
from home.view_counts.buffer import buffer
from home.view_counts.checks import INSIDE, OURS
from home.view_counts.nginx_log import count_log
from news.models import ArticlePage, ReleaseAttachment
from tests.factories import make_release
from tests.view_counts.patient_cache import PATIENT

pytestmark = pytest.mark.django_db

MARK = "quartzmark"
ADDRESS = "203.0.113.77"
REST = [name for name in project.MIDDLEWARE if name != OURS]
HEADERS = {
    "User-Agent": f"Mozilla/5.0 (X11; Linux x86_64) {MARK}agent Firefox/140.0",
    "Referer": f"https://referring.example/{MARK}path?{MARK}=query#{MARK}",
    "Accept-Language": f"fr, {MARK};q=0.3",
    "X-Forwarded-For": ADDRESS,
    "X-Client": f"{MARK}header",
}


def rows_by_table() -> dict[str, str]:
    """Each row of each table, as text."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = str(cursor.fetchall())
    return found


@pytest.fixture
def cached_site(settings: Settings) -> Iterator[None]:
    """With a cache in the process."""
    settings.MIDDLEWARE = [OURS, PATIENT, *REST, INSIDE[1]]
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def document(cluster: Cluster) -> FederationDocument:
    """A file that a public release gives."""
    document = FederationDocument.objects.create(
        title="Dossier",
        file=ContentFile(b"figures", name="dossier.txt"),
        collection=cluster.collection,
        credit="The team",
    )
    release = make_release(cluster)
    release.attachments.add(ReleaseAttachment(document=document))
    release.save_revision().publish()
    return document


def test_no_table_no_cache_and_no_log_has_anything_of_the_sender(
    article: ArticlePage,
    document: FederationDocument,
    cached_site: None,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    client = Client(REMOTE_ADDR=ADDRESS)
    client.cookies["language"] = f"{MARK}cookie"
    client.cookies["visitor"] = f"{MARK}cookie"
    caplog.set_level(logging.DEBUG)
    # What the log of a web server writes of its own accord is no part of this; Django's of each request is.
    for path in (page_address(article), document.url, "/fr/feeds/rss.xml"):
        for _ in range(3):  # made anew, then from the cache
            assert client.get(path, headers=HEADERS).status_code == 200
    agent = f"{MARK}Reader/1.0 (12 subscribers; {MARK})"
    client.get("/fr/feeds/atom.xml", headers=HEADERS | {"User-Agent": agent})
    log = tmp_path / "page-views.log"
    moment = f"{datetime(2026, 6, 1, tzinfo=UTC).timestamp():.3f}"
    line = {
        "at": moment,
        "page": f"{article.pk}.fr",
        "host": "referring.example",
        "status": "200",
        "cache": "HIT",
    }
    # More than nginx writes, should somebody add to its format.
    log.write_text(json.dumps(line | {"address": ADDRESS, "agent": MARK}) + "\n")
    count_log(str(log))
    buffer.flush()

    tables = rows_by_table()
    assert "referring.example" in tables["view_counts_referrercount"], (
        "it was counted, and the tables were read"
    )
    assert str(article.pk) in tables["view_counts_pageviewcount"]
    assert "12" in tables["view_counts_feedsubscribercount"]
    kept = "".join(str(getattr(cache, name, "")) for name in ("_cache", "_expire_info"))
    assert "X-Page-Key" in kept or len(kept) > 100, "the cache was read"
    for mark in (MARK, ADDRESS):
        assert [table for table, rows in tables.items() if mark in rows] == []
        assert mark not in kept
        assert mark not in caplog.text


def test_a_count_has_no_field_for_a_person_or_a_moment(db: None) -> None:
    with connection.cursor() as cursor:
        columns = {
            table: {column.name for column in connection.introspection.get_table_description(cursor, table)}
            for table in connection.introspection.table_names(cursor)
            if table.startswith("view_counts_")
        }
    assert columns == {
        "view_counts_pageviewcount": {"id", "day", "page_id", "language", "views"},
        "view_counts_referrercount": {"id", "day", "page_id", "language", "host", "views"},
        "view_counts_downloadcount": {"id", "day", "document_id", "downloads"},
        "view_counts_feedcount": {"id", "day", "feed", "fetches"},
        "view_counts_feedsubscribercount": {"id", "day", "feed", "aggregator", "subscribers"},
        "view_counts_viewlogfile": {"id", "digest", "offset", "seen_at"},
    }
