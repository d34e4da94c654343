"""Behind a real nginx with a cache each view counts once, wherever it is answered, and nothing tells who looked."""

import signal
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.served.site import preparing, serving, site_in
from tests.template_database.creation import copy_to
from tests.view_counts.nginx_site import Nginx, behind_nginx, need_nginx, rows_of

PREPARE = """
from tests.factories import make_article, make_cluster, make_federation
make_federation()
ours = make_cluster("estran", "EST", "EdTech Estran")
pages = [make_article(ours, slug=f"page-{number}") for number in range(3)]
print([page.pk for page in pages])
"""
COUNTED = """
import json
from home.view_counts.models import PageViewCount, ReferrerCount
print(json.dumps({
    "views": list(PageViewCount.objects.values_list("page_id", "language", "views")),
    "hosts": sorted(ReferrerCount.objects.values_list("host", "views")),
}))
"""
EVERYTHING = """
import json
from django.db import connection
with connection.cursor() as cursor:
    rows = []
    for table in connection.introspection.table_names():
        cursor.execute(f'SELECT * FROM "{table}"')
        rows.append((table, str(cursor.fetchall())))
print(json.dumps(rows))
"""
# Each stands in one part of each request.
MARKS = {
    "address": "203.0.113.77",
    "agent": "quartzmarkagent",
    "cookie": "quartzmarkcookie",
    "query": "quartzmarkquery",
    "referrer": "quartzmarkreferrer",
    "language": "quartzmarklanguage",
}
MARKED = {
    "X_Forwarded_For": MARKS["address"],
    "User_Agent": f"Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0 {MARKS['agent']}",
    "Cookie": f"language={MARKS['cookie']}",
    "Referer": f"https://referring.example/{MARKS['referrer']}?q={MARKS['referrer']}",
    "Accept_Language": f"fr, {MARKS['language']};q=0.5",
}


@dataclass
class Replay:
    """What is left of a morning's visits."""

    pages: list[int]
    views: dict[int, int]
    hosts: dict[str, int]
    counted_by_command: list[str]
    lines: list[str]
    headers: list[dict[str, str]]
    tables: dict[str, str]
    cached: bytes


def path_of(number: int) -> str:
    return f"/fr/clusters/estran/actualites/page-{number}/"


def look(nginx: Nginx) -> None:
    """Ten views of the first page, all marked; the second and third have what counts and what does not."""
    first, second, third = map(path_of, range(3))
    assert [nginx.get(f"{first}?q={MARKS['query']}", **MARKED) for _ in range(4)] == [200] * 4
    for _ in range(6):
        nginx.get(first, **MARKED)
    # What is no view comes first, so that it is made anew, then from the cache.
    for _ in range(2):
        nginx.get(second, method="HEAD")
        nginx.get(second, User_Agent="Mozilla/5.0 (compatible; Googlebot/2.1)")
        nginx.get(second, User_Agent="")
        nginx.get(second, User_Agent="Java/17.0.2")
        nginx.get(second, Sec_Purpose="prefetch;prerender")
        nginx.get(second, Sec_Fetch_Dest="empty", Sec_Fetch_Mode="cors")
        nginx.get(second, Cookie="sessionid=somebody")
    nginx.get(second, Sec_Fetch_Dest="document", Sec_Fetch_Mode="navigate")
    nginx.get(second, Referer="https://jeanne.martin:secret@other.example/")
    nginx.get(second, Referer="https://other.example:8443/x?y")
    # As the site's service worker passes it on.
    nginx.get(second, Referer=f"{nginx.address}/fr/", Sec_Fetch_Dest="empty", Sec_Fetch_Mode="navigate")
    nginx.get(second, User_Agent="Mozilla/5.0 (Linux; Android 13; CUBOT X70) Mobile Safari/537.36")
    assert nginx.get("/fr/clusters/estran/actualites/rien/") == 404
    nginx.get(third)
    nginx.get(third)


@pytest.fixture(scope="module")
def replay(tmp_path_factory: pytest.TempPathFactory) -> Replay:
    """The visits, counted: by Django when gunicorn ends, by the command before and after the log is rotated."""
    need_nginx()
    folder = tmp_path_factory.mktemp("behind-nginx")
    (folder / "nginx").mkdir()
    site = site_in(folder)
    # Nothing is written before the end: what is counted then was written by gunicorn's last act.
    # nginx keeps pages as long as the site says.
    own = {"FEDCMS_PAGE_VIEWS_SECONDS": "3600", "FEDCMS_SHARED_CACHE_SECONDS": "30"}
    site = replace(site, environment=site.environment | own)
    copy_to(folder)
    with preparing(folder):
        site.manage("prepare_site", "--no-demo")
    pages = rows_of(site, PREPARE)
    assert isinstance(pages, list)
    said = []
    with serving(site), behind_nginx(site.address, site.manage("write_robot_map"), folder / "nginx") as nginx:
        look(nginx)
        _wait_for_views(nginx.log, 14)
        said.append(site.manage("count_page_views", "--log", str(nginx.log)).strip())
        nginx.log.rename(nginx.log.with_name("page-views.log.1"))
        nginx.get(path_of(2))
        nginx.process.send_signal(signal.SIGUSR1)
        _wait_for(nginx.log)
        nginx.get(path_of(2))
        # The last may be in the old file: nginx answers until its process has opened the new one.
        _wait_for_views(nginx.log, 16)
        said += [site.manage("count_page_views", "--log", str(nginx.log)).strip() for _ in range(2)]
        files = sorted(nginx.log.parent.glob("page-views.log*"))
        lines = [line for file in files for line in file.read_text().splitlines()]
        cached = b"".join(
            file.read_bytes() for file in (folder / "nginx" / "cache").rglob("*") if file.is_file()
        )
    counted = rows_of(site, COUNTED)
    assert isinstance(counted, dict)
    tables = rows_of(site, EVERYTHING)
    assert isinstance(tables, list)
    return Replay(
        pages,
        {page: views for page, language, views in counted["views"]},
        dict(counted["hosts"]),
        said,
        lines,
        nginx.headers,
        dict(tables),
        cached,
    )


def _wait_for(path: Path) -> None:
    from tests.core.worker_site import wait_for  # noqa: PLC0415  # needs Django

    wait_for("nginx has opened its new log", path.exists)


def _wait_for_views(log: Path, number: int) -> None:
    """nginx writes its log each second. Counts lines of the file that was rotated, too."""
    from tests.core.worker_site import wait_for  # noqa: PLC0415  # needs Django

    def written() -> int:
        return sum(len(file.read_text().splitlines()) for file in log.parent.glob(f"{log.name}*"))

    wait_for("nginx has written its log", lambda: written() >= number)


def test_each_view_counts_once_wherever_it_is_answered(replay: Replay) -> None:
    first, second, third = replay.pages
    views = {page: replay.views[page] for page in replay.pages}
    assert views == {first: 10, second: 5, third: 4}


def test_referring_hosts_count_in_both_ways(replay: Replay) -> None:
    assert replay.hosts == {"referring.example": 10, "other.example": 1}


def test_the_log_has_what_django_did_not_see_and_the_command_counts_it_once(replay: Replay) -> None:
    # Of ten, five and two views, Django made two, none (a robot was there before) and one; then nginx answered two.
    assert replay.counted_by_command == [f"{8 + 5 + 1} views", "2 views", "0 views"]
    assert len(replay.lines) == 16
    assert all('"cache":"HIT"' in line for line in replay.lines)


def test_readers_do_not_get_the_key(replay: Replay) -> None:
    assert replay.headers
    assert not [headers for headers in replay.headers if "X-Page-Key" in headers]


def test_nothing_of_who_looked_is_kept_anywhere(replay: Replay) -> None:
    assert "view_counts_pageviewcount" in replay.tables
    assert "referring.example" in replay.tables["view_counts_referrercount"], "the tables were read"
    for mark in (*MARKS.values(), "jeanne.martin"):
        assert [table for table, rows in replay.tables.items() if mark in rows] == []
        assert [line for line in replay.lines if mark in line] == []
    # A cache needs the address of what it keeps, and its query; of the reader it has nothing.
    for part, mark in MARKS.items():
        assert part == "query" or mark.encode() not in replay.cached, part
