"""Measures pages on one database: `python -m tests.bench.run`, with its environment set by `make bench`.

Prints one JSON object a page and cache: `database`, `page`, `path`, `cache` ("none", then "in the process"), `queries`
(without a cache), `cpu_ms` (CPU of gunicorn's processes a request), `rps`, and to the bare view of the same server
`cpu_ratio` and `rps_ratio`. gunicorn has two workers, and the threads of production; sixteen clients ask. Then, with
`cache` "nginx", each page from nginx's cache beside a static file of its size (tests.bench.behind_nginx), and with
`BENCH_PEER=/folder` the pages of another Django site that is set up there (tests.bench.peer).

`BENCH_PAGES=article,event` measures these alone.
"""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench import behind_nginx, peer
from tests.bench.load import Load, run
from tests.bench.processor import processor_seconds
from tests.bench.waiting import wait_until_answered

PORT = int(os.environ.get("BENCH_PORT", "8765"))
HOST = f"127.0.0.1:{PORT}"
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
WORKERS = 2
REQUESTS = int(os.environ.get("BENCH_REQUESTS", "160"))


def manage(*arguments: str) -> None:
    """Runs manage.py; its output goes to standard error, which leaves standard output to JSON."""
    subprocess.run([sys.executable, "manage.py", *arguments], check=True, stdout=sys.stderr)  # ours


def ask(code: str) -> str:
    """What a line of Python prints with the site set up."""
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()  # ours


def pages() -> dict[str, str]:
    """The address of each page measured: of the demo, in French, those with a picture where there are some."""
    code = """
import json
from clusters.models import ClusterPage
from events.models import AgendaPage, EventPage
from news.models import ArticlePage, NewsIndexPage
print(json.dumps({
    "home": "/fr/",
    "article": ArticlePage.objects.visible().filter(locale__language_code="fr").exclude(lead_image=None)[0].url_path,
    "listing": NewsIndexPage.objects.filter(depth=3, locale__language_code="fr").first().url_path,
    "cluster": ClusterPage.objects.filter(locale__language_code="fr").first().url_path,
    "event": EventPage.objects.visible().filter(locale__language_code="fr").first().url_path,
    "search": "/fr/search/?q=formation",
}))
"""
    found: dict[str, str] = json.loads(ask(code).splitlines()[-1])
    asked = [name for name in os.environ.get("BENCH_PAGES", "").split(",") if name] or list(found)
    return {"bare": "/bare/"} | {name: found[name] for name in asked}


@contextmanager
def server(*, keeps_pages: bool) -> Iterator[int]:
    """gunicorn as in production, with or without the cache in the process; yields its process id."""
    command = [sys.executable, "-m", "gunicorn", "fedcms.wsgi", "--config=bin/gunicorn_conf.py"]
    command += [f"--workers={WORKERS}", f"--bind={HOST}", "--log-level=error"]
    # A page is kept for the port of the site alone.
    own = {"FEDCMS_BASE_URL": f"http://{HOST}", "FEDCMS_PAGE_CACHE": str(int(keeps_pages))}
    own["FEDCMS_SHARED_CACHE_SECONDS"] = "30"
    environment = os.environ | own
    process = subprocess.Popen(command, env=environment)  # ours
    try:
        wait_until_answered(PORT, "/bare/", process)
        yield process.pid
    finally:
        process.terminate()
        process.wait(timeout=20)


def main() -> None:
    """Loads the demo when the database is empty, measures, prints."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    os.environ.setdefault("FEDCMS_SECRET_KEY", "bench-only")
    if "FEDCMS_VAR_DIR" in os.environ:  # a fresh clone does not have it yet
        Path(os.environ["FEDCMS_VAR_DIR"]).mkdir(parents=True, exist_ok=True)
    database = "postgresql" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"
    manage("migrate", "--verbosity=0")
    manage("collectstatic", "--noinput", "--verbosity=0")
    manage("load_demo", "--if-empty")
    addresses = pages()
    counted = subprocess.run(  # ours
        [sys.executable, "-m", "tests.bench.queries", *addresses.values()],
        check=True,
        capture_output=True,
        text=True,
    )
    queries = json.loads(counted.stdout)
    for keeps_pages in (False, True):
        for row in measure(addresses, keeps_pages=keeps_pages):
            cache = "in the process" if keeps_pages else "none"
            say({"database": database, "cache": cache, "queries": queries[row["path"]], **row})
    if lacking := behind_nginx.lacks():
        sys.stderr.write(f"nginx is not measured: install {' and '.join(lacking)}.\n")
    else:
        with server(keeps_pages=True):
            for row in behind_nginx.measure(f"http://{HOST}", HOST, addresses, ROUNDS):
                say({"database": database, "cache": "nginx", **row})
    if folder := os.environ.get("BENCH_PEER"):
        with peer.served(Path(folder), PORT) as pid:
            for row in measure_served(pid, peer.addresses()):
                say({"cache": "none", "peer": Path(folder).name, **row})


def say(row: dict[str, object]) -> None:
    """Prints a row at once."""
    sys.stdout.write(json.dumps(row) + "\n")
    sys.stdout.flush()


def measure(addresses: dict[str, str], *, keeps_pages: bool) -> list[dict[str, object]]:
    """Returns what each page costs with one server, beside the bare view; a page that is kept was asked before."""
    with server(keeps_pages=keeps_pages) as pid:
        return measure_served(pid, addresses, is_fast=keeps_pages)


def measure_served(pid: int, addresses: dict[str, str], *, is_fast: bool = False) -> list[dict[str, object]]:
    """Returns what each page of the server of a process costs; ratios are to its first. `is_fast`: asked for more."""
    cpu: dict[str, list[float]] = {name: [] for name in addresses}
    rates: dict[str, list[float]] = {name: [] for name in addresses}
    for path in addresses.values():
        run(PORT, path, requests=64)  # warm
    for _round in range(ROUNDS):
        for name, path in addresses.items():
            wanted = REQUESTS * 10 if name == "bare" or is_fast else REQUESTS
            before = processor_seconds(pid)
            load: Load = run(PORT, path, requests=wanted)
            cpu[name].append((processor_seconds(pid) - before) / load.requests * 1000)
            rates[name].append(load.per_second)
    first = next(iter(addresses))
    bare, bare_rate = statistics.median(cpu[first]), statistics.median(rates[first])
    return [
        {
            "page": name,
            "path": path,
            "cpu_ms": round(statistics.median(cpu[name]), 2),
            "rps": round(statistics.median(rates[name]), 1),
            "cpu_ratio": round(statistics.median(cpu[name]) / bare, 1),
            "rps_ratio": round(statistics.median(rates[name]) / bare_rate, 2),
        }
        for name, path in addresses.items()
    ]


if __name__ == "__main__":
    main()
