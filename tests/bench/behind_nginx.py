"""Measures pages that nginx has in its cache beside a static file of the same size, with the configuration of the docs.

The load is wrk's: a client in Python would be measured instead of nginx. Two rows a page, as a browser asks for it
(`packed` is true) and as some programs do: `rps`, that of a file of the same bytes (`static_rps`), and `rps_ratio`,
whose mark is 0.8 as browsers ask; and microseconds of nginx's CPU a request (`cpu_us` and `static_cpu_us`), since wrk
reads the headers of pages on the same processors. A page that nginx may not hold (a search) has no row.
"""

import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.processor import processor_seconds
from tests.view_counts.nginx_site import BROWSER, Nginx, configuration, free_port, has_nginx, running

SECONDS = 3
CLIENTS = 16
PACKED, PLAIN = "gzip, deflate, br, zstd", "identity"
"""What browsers say of how a page may be packed, and programs that unpack nothing."""
_REQUESTS = re.compile(r"(\d+) requests in ")
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
_FAILED = re.compile(r"(Non-2xx or 3xx responses|Socket errors):.*")
_STATIC = """
server {{
    listen 127.0.0.1:{port};
    root {folder}/static;
    default_type text/html;
}}
"""


def lacks() -> list[str]:
    """Returns the programs that are not installed, without which nothing is measured here."""
    return [*([] if has_nginx() else ["nginx-light"]), *([] if shutil.which("wrk") else ["wrk"])]


def measure(upstream: str, host: str, addresses: dict[str, str], rounds: int) -> Iterator[dict[str, object]]:
    """Yields a row a page of the server at an address, asked for by a host; the bare view is no page and left out."""
    with _nginx(upstream) as (nginx, static_port):
        for name, path in addresses.items():
            if name == "bare":
                continue
            for packed in (PACKED, PLAIN):
                body = _cached(nginx, host, path, packed)
                if body is None:
                    continue
                (nginx.folder / "static" / f"{name}.html").write_bytes(body)
                urls = {
                    "rps": f"{nginx.address}{path}",
                    "static_rps": f"http://127.0.0.1:{static_port}/{name}.html",
                }
                headers = (f"Host: {host}", f"User-Agent: {BROWSER}", f"Accept-Encoding: {packed}")
                yield {
                    "page": name,
                    "path": path,
                    "packed": packed != PLAIN,
                    "bytes": len(body),
                    **_measured(nginx, urls, headers, rounds),
                }


def _measured(nginx: Nginx, urls: dict[str, str], headers: tuple[str, ...], rounds: int) -> dict[str, float]:
    measured: dict[str, list[float]] = {}
    for _round in range(rounds):
        for key, url in urls.items():
            before = processor_seconds(nginx.process.pid)
            requests, rate = _load(url, headers)
            spent = processor_seconds(nginx.process.pid) - before
            measured.setdefault(key, []).append(rate)
            measured.setdefault(key.replace("rps", "cpu_us"), []).append(spent / requests * 1e6)
    found = {key: round(statistics.median(each), 1) for key, each in measured.items()}
    return found | {"rps_ratio": round(found["rps"] / found["static_rps"], 2)}


@contextmanager
def _nginx(upstream: str) -> Iterator[tuple[Nginx, int]]:
    """nginx before a server, and a port at which it has static files of its folder."""
    with tempfile.TemporaryDirectory(prefix="fedcms-bench-") as name:
        folder, port, static_port = Path(name), free_port(), free_port()
        robots = subprocess.run(  # ours
            [sys.executable, "manage.py", "write_robot_map"], check=True, capture_output=True, text=True
        ).stdout
        folder.chmod(0o755)  # nginx's processes may be another user's
        (folder / "static").mkdir()
        configuration(folder, port, upstream, robots)
        with (folder / "site.conf").open("a") as file:
            file.write(_STATIC.format(port=static_port, folder=folder))
        with running(folder, port) as nginx:
            yield nginx, static_port


def _cached(nginx: Nginx, host: str, path: str, packed: str) -> bytes | None:
    """Returns a page once nginx's cache has it, as its log of views says; `None` if it may not hold it."""
    headers = {"Host": host, "User-Agent": BROWSER, "Accept-Encoding": packed}
    request = urllib.request.Request(nginx.address + path, headers=headers)
    for _try in range(10):
        before = nginx.log.stat().st_size if nginx.log.exists() else 0
        with urllib.request.urlopen(request, timeout=60) as answer:
            body: bytes = answer.read()
        time.sleep(1.2)  # the log is written each second
        if nginx.log.exists() and nginx.log.stat().st_size > before:
            return body
    return None


def _load(url: str, headers: tuple[str, ...]) -> tuple[int, float]:
    """Returns how many requests wrk sent, and how many a second.

    Raises `RuntimeError` when an answer is not one of success.
    """
    command = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{SECONDS}s", url]
    command += [f"-H{header}" for header in headers]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # ours
    number, rate = _REQUESTS.search(told), _RATE.search(told)
    if number is None or rate is None or _FAILED.search(told):
        raise RuntimeError(told)
    return int(number[1]), float(rate[1])
