"""nginx with the cache of the documentation: one asks for all where it helps, and what is over is given no more."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fedcms.core.http.public_answers import PUBLIC
from tests.view_counts.nginx_site import (
    NOTHING_IS_A_ROBOT,
    Nginx,
    Upstream,
    behind_nginx,
    need_nginx,
    upstream_of,
)

FORM, METRICS = "/fr/contact/", "/metrics"


class Site(Upstream):
    """Counts how often it was asked for an address; answers slowly where that is "slow", or is away."""

    asked: dict[str, int] = {}
    is_away = False
    readers = threading.Barrier(6)
    lock = threading.Lock()

    def do_GET(self) -> None:  # noqa: N802  # the library's name
        """Ends the connection without a word while the site is away."""
        if self.is_away:
            self.close_connection = True
        else:
            super().do_GET()

    def answered(self) -> tuple[int, dict[str, str]]:
        with self.lock:
            self.asked[self.path] = self.asked.get(self.path, 0) + 1
        if self.path == METRICS:
            return (200 if "Authorization" in self.headers else 404), {}
        if self.path == FORM:
            try:
                self.readers.wait(3)
            except threading.BrokenBarrierError:
                return 503, {}
            return 200, {"Cache-Control": "private, no-cache"}
        if "slow" in self.path:
            time.sleep(0.06)
        shared = {
            "/fr/slow/": "s-maxage=30",
            "/media/images/a.webp": "s-maxage=30",
            "/fr/ends/": "s-maxage=1",
            "/fr/may-be-old/": "s-maxage=1, stale-while-revalidate=10, stale-if-error=3",
        }
        return 200, {"Cache-Control": f"{PUBLIC}, {shared[self.path]}", "ETag": '"a"'}


def at_once(nginx: Nginx, path: str) -> set[int]:
    """What six readers get who ask in the same moment."""
    begin = threading.Barrier(6)

    def ask(_number: int) -> int:
        begin.wait()
        return nginx.get(path)

    with ThreadPoolExecutor(6) as pool:
        return set(pool.map(ask, range(6)))


def test_nobody_waits_for_what_nginx_cannot_keep(tmp_path: Path) -> None:
    need_nginx()
    with upstream_of(Site) as address, behind_nginx(address, NOTHING_IS_A_ROBOT, tmp_path) as nginx:
        # The site answers none of them before all have come.
        assert at_once(nginx, FORM) == {200}
        for _ in range(2):
            assert nginx.get("/media/images/a.webp") == 200
        assert Site.asked["/media/images/a.webp"] == 2, "who may see it, the site says each time"


def test_who_has_a_key_is_not_answered_what_strangers_were(tmp_path: Path) -> None:
    need_nginx()
    with upstream_of(Site) as address, behind_nginx(address, NOTHING_IS_A_ROBOT, tmp_path) as nginx:
        for _scrape in range(2):
            assert nginx.get(METRICS) == 404
            assert nginx.get(METRICS, Authorization="Bearer key") == 200
        assert nginx.get(METRICS) == 404


def test_one_asks_for_all_and_nothing_is_given_past_its_moment(tmp_path: Path) -> None:
    need_nginx()
    with upstream_of(Site) as address, behind_nginx(address, NOTHING_IS_A_ROBOT, tmp_path) as nginx:
        assert at_once(nginx, "/fr/slow/") == {200}
        # Who waits for more than a tenth of a second asks, too: on a slow machine it is not one alone.
        assert Site.asked["/fr/slow/"] <= 3
        for path in ("/fr/ends/", "/fr/may-be-old/"):
            assert [nginx.get(path), nginx.get(path), Site.asked[path]] == [200, 200, 1]
        Site.is_away = True
        time.sleep(2.1)
        assert nginx.get("/fr/ends/") == 502, "a right, or a page, ended then"
        assert nginx.get("/fr/may-be-old/") == 200
        assert nginx.get("/fr/slow/") == 200
        time.sleep(3)
        assert nginx.get("/fr/may-be-old/") == 502
