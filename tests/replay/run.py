"""Replays a day at speed: `python -m tests.replay.run` (`make replay`), `--help` says how.

Prints one JSON object, and ends with 1 and a sentence when a mark is missed: fewer than 800 requests a second, p99 over
50 ms of what was cached or over 400 ms of what was not, an answer 5xx or none. The site, its database and all files are
made for the run in folders of their own, and removed; a DATABASE_URL of the shell is not read. FAULTS_PREPARED=<folder>
keeps the demo for the next run on PostgreSQL of the same day, REPLAY_KEEP=<folder> the logs.
"""

import argparse
import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from tests.faults.postgres import ROOT
from tests.faults.prepared import prepared
from tests.faults.site import wait_until
from tests.replay.day import day
from tests.replay.lines import ROBOT, LogLine, is_view, of_nginx, write
from tests.replay.lines import read as read_lines
from tests.replay.report import Tally, report
from tests.replay.site import Editor, ReplaySite, cpu_of, megabytes_of_web, nginx_before

STARTING = 3.0
"""Seconds that the clients have to begin."""
TIMES = 6
"""How often each address is asked for before the day: either process answers, as it happens."""


def options(arguments: list[str]) -> argparse.Namespace:
    """Returns what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.replay.run", description="Replays a day at speed.")
    parser.add_argument("--views", type=int, default=1_000_000, help="views of the day that is made up")
    parser.add_argument(
        "--rate", type=float, default=850.0, help="requests a second, on average over the day"
    )
    parser.add_argument("--seed", type=int, default=1, help="another number makes up another day")
    parser.add_argument("--clients", type=int, default=2, help="processes that ask")
    parser.add_argument("--log", type=Path, help="an access log of nginx (combined) instead of a day made up")
    parser.add_argument("--sqlite", action="store_true", help="on SQLite, not on a PostgreSQL of its own")
    return parser.parse_args(arguments)


def replay(file: Path, *, port: int, host: str, clients: int, scale: float) -> tuple[Tally, float]:
    """Lets the clients ask; returns what they counted, and the seconds from the first moment to the last answer."""
    start = time.monotonic() + STARTING
    command = [sys.executable, "-m", "tests.replay.client", str(file), str(port), host]
    # Into files, which none waits for: what is read from a pipe only at the end fills it before.
    outputs = [file.with_suffix(f".{part}.json") for part in range(clients)]
    processes = []
    tally = Tally()
    try:
        for part, path in enumerate(outputs):
            with path.open("wb") as output:
                arguments = [str(part), str(clients), str(start), str(scale)]
                processes.append(subprocess.Popen([*command, *arguments], cwd=ROOT, stdout=output))
        for process in processes:
            if process.wait():
                raise RuntimeError("A client ended before its time.")
        for path in outputs:
            tally.add(Tally.from_json(json.loads(path.read_bytes())))
    finally:
        for process in processes:
            process.kill()
    return tally, tally.last - start


def warm_up(site: ReplaySite, paths: list[str]) -> None:
    """Asks for each address `TIMES`, as a robot: the day before has left its pages in both web processes.

    What the worker still has to do with the demo drops pages: that ends first.
    """
    from tests.faults.checks import wait_until_drained  # noqa: PLC0415

    try:
        wait_until_drained()
    except TimeoutError as error:
        sys.stderr.write(f"{error} The worker goes on with the demo meanwhile.\n")
    file = site.folder / "evening.tsv"
    write((LogLine(0.0, ROBOT, path) for path in paths * TIMES), file)
    _tally, seconds = replay(file, port=site.port, host=f"127.0.0.1:{site.port}", clients=1, scale=0.0)
    sys.stderr.write(f"{len(paths)} addresses, asked {TIMES} times within {seconds:.0f} s. The day begins.\n")


def run(site: ReplaySite, asked: argparse.Namespace) -> dict[str, object]:
    """Replays on a site that is prepared, with Django set up; returns the report."""
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.db.models import Sum  # noqa: PLC0415

    from home.view_counts.models import PageViewCount  # noqa: PLC0415
    from tests.faults.load import read  # noqa: PLC0415
    from tests.replay.addresses import addresses  # noqa: PLC0415

    def counted() -> int:
        connection.close()
        return PageViewCount.objects.aggregate(all=Sum("views"))["all"] or 0

    robots = io.StringIO()
    call_command("write_robot_map", stdout=robots)
    site.start()
    wait_until("The site answers", lambda: read(site.port, "/health/live").status == 200, 120)
    file = site.folder / "day.tsv"
    if asked.log:
        with asked.log.open(encoding="utf-8", errors="replace") as log:
            requests, views, last = write(of_nginx(log), file)
    else:
        found = addresses(site.port)
        requests, views, last = write(day(found, views=asked.views, seed=asked.seed), file)
    if not requests:
        raise SystemExit("There is nothing to replay.")
    warm_up(site, list(dict.fromkeys(line.path for line in read_lines(file) if is_view(line))))
    # The day takes so long that its requests come at the rate.
    scale = requests / asked.rate / max(last, 1.0)
    before = counted()
    editor = Editor(site.port)
    with nginx_before(site, robots.getvalue()) as (nginx, port):
        with editor.at_work():
            earlier, megabytes = cpu_of(site, nginx), [megabytes_of_web(site)]
            host = f"127.0.0.1:{site.port}"  # the site's own address, as a proxy passes it on
            tally, seconds = replay(file, port=port, host=host, clients=asked.clients, scale=scale)
            cpu = {name: round(after - earlier[name], 1) for name, after in cpu_of(site, nginx).items()}
        megabytes.append(megabytes_of_web(site))
        # The last act of a web process is to write what it has counted; nginx's, to write the rest of its log.
        site.stop()
    call_command("count_page_views", log=str(nginx.log), stdout=io.StringIO())
    return report(tally, views=views, seconds=seconds) | {
        "database": "postgresql" if site.is_on_postgresql else "sqlite",
        "processes_share_pages": site.shared is not None,
        "cpu_seconds": cpu | {"clients": round(tally.cpu, 1)},
        "web_megabytes": dict(zip(("before", "after"), megabytes, strict=True)),
        "published": editor.answers.total(),
        "publications_failed": editor.failed,
        "page_views_sent": tally.views,
        "page_views_counted": counted() - before,
    }


def main(arguments: list[str]) -> int:
    """Makes a site, replays, prints; returns the exit code."""
    asked = options(arguments)
    if asked.log:
        asked.log = asked.log.resolve()
    keep = os.environ.get("REPLAY_KEEP")
    site = ReplaySite(is_on_postgresql=not asked.sqlite)
    with prepared(site, keep=keep):
        found = run(site, asked)
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    missed = found["missed"]
    assert isinstance(missed, list)
    sys.stderr.writelines(f"{sentence}\n" for sentence in missed)
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
