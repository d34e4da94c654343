"""`make replay`: its day, its reading of a log, its nginx, and the marks that it can miss, without a site."""

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.replay.day import Addresses, day
from tests.replay.http_answer import Answer
from tests.replay.lines import (
    AGAIN,
    FILE,
    MISSING,
    PROGRAM,
    READER,
    ROBOT,
    LogLine,
    is_view,
    of_nginx,
    read,
    write,
)
from tests.replay.report import CACHED, NOT_CACHED, STATIC, Tally, missed_marks, percentile, report
from tests.replay.site import configure
from tests.view_counts.nginx_site import (
    NOTHING_IS_A_ROBOT,
    Upstream,
    free_port,
    need_nginx,
    running,
    upstream_of,
)

VIEWS = 20_000
ARTICLES = [f"/fr/a-{number}/" for number in range(200)]
SITE = Addresses(
    {
        "home": ["/fr/", "/en/"],
        "article": ARTICLES,
        "search": ["/fr/search/?q=formation"],
        "feed": ["/fr/feeds/rss.xml"],
        "missing": ["/wp-login.php"],
    },
    ["/static/site.css", "/static/site.js"],
    ["/media/a.webp", "/media/b.webp"],
)


@pytest.fixture(scope="module")
def lines() -> list[LogLine]:
    return list(day(SITE, views=VIEWS, seed=1))


def test_a_day_is_the_same_for_the_same_seed(lines: list[LogLine]) -> None:
    assert lines == list(day(SITE, views=VIEWS, seed=1))
    assert lines != list(day(SITE, views=VIEWS, seed=2))


def test_a_day_has_its_views_in_their_order(lines: list[LogLine]) -> None:
    assert sum(map(is_view, lines)) == VIEWS
    seconds = [line.second for line in lines]
    assert seconds == sorted(seconds)
    assert seconds[0] >= 0
    assert max(line.second for line in lines if is_view(line)) < 86_400


def test_a_day_has_a_night_two_peaks_and_lunch(lines: list[LogLine]) -> None:
    hours = Counter(int(line.second // 3600) for line in lines if is_view(line))
    morning, lunch, afternoon, night = (
        hours[10] + hours[11],
        2 * hours[12],
        hours[14] + hours[15],
        hours[3] + hours[4],
    )
    assert morning > 1.2 * lunch
    assert afternoon > 1.2 * lunch
    assert night < 0.1 * morning
    assert 1.6 < max(hours.values()) / (VIEWS / 24) < 2


def test_popularity_is_zipfs_for_people_and_none_for_robots(lines: list[LogLine]) -> None:
    asked = Counter(line.path for line in lines if line.kind in (READER, AGAIN))
    assert 1.6 < asked[ARTICLES[0]] / asked[ARTICLES[1]] < 2.5
    assert 7 < asked[ARTICLES[0]] / asked[ARTICLES[9]] < 14
    crawled = Counter(line.path for line in lines if line.kind == ROBOT)
    assert crawled[ARTICLES[0]] < 2 * crawled[ARTICLES[99]]


def test_everybody_asks_on_a_day(lines: list[LogLine]) -> None:
    kinds = Counter(line.kind for line in lines)
    assert set(kinds) == {READER, AGAIN, ROBOT, PROGRAM, MISSING, FILE}
    assert 0.08 < kinds[ROBOT] / VIEWS < 0.15
    assert 0.1 < kinds[AGAIN] / VIEWS < 0.25
    assert {line.path for line in lines if line.kind == MISSING} == {"/wp-login.php"}
    assert {line.path for line in lines if line.kind == FILE} == {*SITE.static, *SITE.images}


def test_lines_are_read_as_they_were_written_by_each_client_its_part(
    lines: list[LogLine], tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("day") / "day.tsv"
    number, views, last = write(lines, file)
    assert (number, views, last) == (len(lines), VIEWS, lines[-1].second)
    parts = [list(read(file, part, 3)) for part in range(3)]
    assert sum(map(len, parts)) == number
    assert [(line.kind, line.path) for line in parts[1]] == [(line.kind, line.path) for line in lines[1::3]]


LOG = """\
203.0.113.7 - jeanne [01/Dec/2026:08:00:00 +0100] "GET /fr/?q=a HTTP/1.1" 200 123 "https://x.example/" "Mozilla/5.0"
203.0.113.7 - - [01/Dec/2026:08:00:00 +0100] "GET /static/a.css HTTP/2.0" 200 123 "-" "a \\"GET /x HTTP/1.1\\""
203.0.113.7 - - [01/Dec/2026:08:00:01 +0100] "POST /fr/contact/ HTTP/1.1" 302 0 "-" "Mozilla/5.0"
203.0.113.7 - - [01/Dec/2026:08:00:02 +0100] "GET https://edtech.example/en/ HTTP/1.1" 200 1 "-" "-"
203.0.113.7 - - [01/Dec/2026:08:00:01 +0100] "GET /ar/ HTTP/1.1" 200 1 "-" "-"
203.0.113.7 - - [01/Dec/2026:08:00:03 +0100] "\\x16\\x03\\x01" 400 150 "-" "-"
203.0.113.7 - - [01/Dec/2026:08:00:03 +0100] "GET /a\\tb HTTP/1.1" 404 150 "-" "-"
"""


def test_of_a_log_of_nginx_moments_and_addresses_are_read() -> None:
    found = list(of_nginx(LOG.splitlines()))
    assert found[:4] == [
        LogLine(0.0, "logged", "/fr/?q=a"),
        LogLine(0.5, FILE, "/static/a.css"),
        LogLine(2.0, "logged", "/en/"),
        LogLine(2.0, "logged", "/ar/"),
    ]
    text = str(found)
    assert not [word for word in ("203.0.113.7", "jeanne", "Mozilla", "x.example", "POST") if word in text]


def answered(**changed: object) -> Tally:
    times = {CACHED: Counter({10: 99, 490: 1}), NOT_CACHED: Counter({3000: 100}), STATIC: Counter({5: 100})}
    return Tally(**({"times": times, "statuses": Counter({200: 300})} | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "per_second", "said"),
    [
        ({}, 900.0, []),
        ({}, 799.0, ["799 requests a second"]),
        (
            {"times": {CACHED: Counter({10: 98, 501: 2}), NOT_CACHED: Counter({1: 1})}},
            900.0,
            ["p99 cached is 50.1 ms"],
        ),
        (
            {"times": {CACHED: Counter({1: 1}), NOT_CACHED: Counter({10: 98, 4001: 2})}},
            900.0,
            ["p99 not cached is 400.1 ms"],
        ),
        ({"times": {CACHED: Counter(), NOT_CACHED: Counter({1: 1})}}, 900.0, ["No answer was cached"]),
        (
            {"statuses": Counter({200: 300, 502: 1, 0: 1})},
            900.0,
            ["2 requests were answered with 5xx or not at all"],
        ),
    ],
)
def test_a_mark_is_missed(changed: dict[str, object], per_second: float, said: list[str]) -> None:
    missed = missed_marks(answered(**changed), per_second)
    assert len(missed) == len(said)
    assert all(sentence.startswith(words) for sentence, words in zip(missed, said, strict=True))


def test_percentiles_are_of_nearest_rank() -> None:
    times = Counter({10 * number: 1 for number in range(1, 101)})
    assert [percentile(times, part) for part in (0.5, 0.95, 0.99, 1.0)] == [50.0, 95.0, 99.0, 100.0]
    assert percentile(Counter(), 0.99) == 0


def test_clients_counts_are_added() -> None:
    one = answered(
        wrong=Counter({"404 for reader /fr/": 1}), views=7, last=1.5, cpu=0.5, slow=Counter({12: 3, 2: 1})
    )
    both = Tally()
    for _client in range(2):
        both.add(Tally.from_json(json.loads(json.dumps(one.as_json()))))
    assert (both.views, both.last, both.cpu, both.statuses) == (14, 1.5, 1.0, Counter({200: 600}))
    found = report(both, views=400, seconds=0.5)
    assert (found["requests_per_second"], found["views_per_second"], found["missed"]) == (1200.0, 800.0, [])
    assert found["cached"] == {"count": 200, "p50_ms": 1.0, "p95_ms": 1.0, "p99_ms": 1.0, "worst_ms": 49.0}
    assert found["slow_by_second"] == {"2": 2, "12": 6}


HEAD = b'HTTP/1.1 200 OK\r\nETag: "a"\r\n'


@pytest.mark.parametrize(
    "whole",
    [
        HEAD + b"Content-Length: 5\r\n\r\nabcde",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n3\r\n0\r\n\r\n2;x=y\r\nab\r\n0\r\n\r\n",
        b'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\nContent-Length: 5\r\n\r\n',
    ],
)
def test_an_answer_is_whole_at_its_last_byte_however_it_comes(whole: bytes) -> None:
    for size in (1, 7, len(whole)):
        answer = Answer()
        pieces = [whole[at : at + size] for at in range(0, len(whole), size)]
        assert [answer.feed(piece) for piece in pieces] == [False] * (len(pieces) - 1) + [True]
        assert answer.status == int(whole[9:12])
        assert answer.headers[b"etag"] == b'"a"'


class Kept(Upstream):
    """Has nginx send a file, and says that its answers were kept."""

    def answered(self) -> tuple[int, dict[str, str]]:
        said = {"X-Kept": "1", "X-Page-Key": "7.fr"}
        return 200, said | ({"X-Accel-Redirect": "/protected-media/a.webp"} if "/media/" in self.path else {})


def test_its_nginx_says_of_files_and_of_pages_where_they_come_from(tmp_path: Path) -> None:
    need_nginx()
    media, folder, port = tmp_path / "media", tmp_path / "nginx", free_port()
    for each in (media, folder):
        each.mkdir()
    (media / "a.webp").write_bytes(b"image")
    with upstream_of(Kept) as upstream:
        configure(folder, port, upstream, media, NOTHING_IS_A_ROBOT)
        with running(folder, port) as nginx:
            assert [nginx.get("/media/a.webp"), nginx.get("/fr/")] == [200, 200]
    of_file, of_page = nginx.headers
    assert (of_file["X-Kept"], of_file["Content-Length"]) == ("1", "5")
    assert (of_page["X-Kept"], of_page["X-Replay-Cache"], of_page["X-Replay-Page"]) == ("1", "MISS", "7.fr")
