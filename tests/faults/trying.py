"""Tries faults on a running site, and says of each what was noticed. Needs Django to be set up."""

import json
import time
from collections.abc import Iterator

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from fedcms.core.models import PublicChange
from tests.faults.addresses import addresses
from tests.faults.cases import Fault
from tests.faults.checks import complaint_of, count_lost, find_problems
from tests.faults.clock import faketime
from tests.faults.load import Load, Tally, ask, read
from tests.faults.site import Site, wait_until

WARM = 40
"""So often each page is asked for before a fault: each process is to keep it."""
SECONDS_TO_RECOVER = 90.0
SLOWEST = 20.0
"""Seconds that a kept page may take: until the web is sure that the database hangs, on a machine that is busy."""
SLOWEST_AT_A_START = 45.0
"""The same, of a page that waits in the socket while the web starts anew."""


def try_all(site: Site, faults: list[Fault]) -> Iterator[dict[str, object]]:
    """Starts the site, and yields the row of each fault."""
    load = Load(site.port, addresses())
    # What the demo has left for the worker takes minutes, and is no part of what is measured.
    PublicChange.objects.filter(dispatched_at=None).update(dispatched_at=timezone.now())
    DBTaskResult.objects.filter(status="READY").delete()
    site.start()
    wait_until("the site is well", lambda: is_well(site.port), SECONDS_TO_RECOVER)
    if site.search is not None:
        # Until then, the database answers, and nobody would miss the server.
        wait_until(
            "the search server has its index", lambda: not complaint_of("check_search"), SECONDS_TO_RECOVER
        )
    for fault in faults:
        try:
            yield try_or_skip(site, load, fault)
        except TimeoutError as error:
            yield {"fault": fault.name, "lost": 0, "checks": "", "missed": [str(error)]}


def try_or_skip(site: Site, load: Load, fault: Fault) -> dict[str, object]:
    """Returns what `try_one` does, or why a fault cannot be tried here."""
    if fault.fills_disk and not site.has_small_disk:
        return {"fault": fault.name, "skipped": "only root may mount a small disk"}
    if fault.takes == "shared" and site.shared is None:
        return {"fault": fault.name, "skipped": "neither valkey-server nor redis-server is installed"}
    if fault.takes == "search" and site.search is None:
        return {"fault": fault.name, "skipped": "no Elasticsearch stands beside the project"}
    if fault.takes != "clock":
        return try_one(site, load, fault)
    if (library := faketime()) is None:
        return {"fault": fault.name, "skipped": "libfaketime is not installed"}
    try:
        site.restart_with(library)
        wait_until("the site is well", lambda: is_well(site.port), SECONDS_TO_RECOVER)
        return try_one(site, load, fault)
    finally:
        site.restart_with(None)
        wait_until("the site is well", lambda: is_well(site.port), SECONDS_TO_RECOVER)


def try_one(site: Site, load: Load, fault: Fault) -> dict[str, object]:
    """Takes a part away under load, and returns what was noticed."""
    for path in load.addresses.cached:
        for _ in range(WARM):
            read(site.port, path)
    to_withdraw = load.publish_kept(WARM) if fault.withdraws else None
    with load.running(uploads=fault.fills_disk) as tally:
        time.sleep(2)
        if to_withdraw is not None:
            load.withdraw(*to_withdraw)
        fault.act(site)
        begun = time.monotonic()
        try:
            wait_until("the site is well", lambda: is_well(site.port), SECONDS_TO_RECOVER)
            for path in load.addresses.uncached * 4:
                wait_until(path, lambda: read(site.port, path).status == 200, SECONDS_TO_RECOVER)  # noqa: B023
            recovered: float | None = round(time.monotonic() - begun, 1)
        except TimeoutError:
            recovered = None
        time.sleep(2)
    problems = find_problems()
    return {
        "fault": fault.name,
        "cached": tally.cached.total(),
        "cached_failed": tally.cached.total() - tally.cached[200],
        "cached_slowest_s": round(tally.slowest_cached, 1),
        "cached_with_notice": tally.with_notice,
        "uncached": tally.uncached.total(),
        "uncached_503": tally.uncached[503],
        "uncached_slowest_s": round(tally.slowest_uncached, 1),
        "withdrawn": {str(status): number for status, number in sorted(tally.withdrawn.items())},
        "written": {str(status): number for status, number in sorted(tally.written.items())},
        "errors_500": tally.cached[500] + tally.uncached[500] + tally.written[500],
        "acknowledged": len(tally.pages) + len(tally.emails) + len(tally.documents),
        "lost": count_lost(tally.pages, tally.emails, tally.documents),
        "recovered_s": recovered,
        "checks": "; ".join(problems) or "clean",
        "missed": missed_marks(fault, tally, recovered),
    }


def is_well(port: int) -> bool:
    """Returns whether all parts say that they are well."""
    answer = ask(port, "GET", "/health/ready")
    return answer.status == 200 and json.loads(answer.body)["status"] == "ready"


def missed_marks(fault: Fault, tally: Tally, recovered: float | None) -> list[str]:
    """Returns what the answers missed."""
    return [
        *sorted(tally.wrong),
        *_missed_by_readers(fault, tally),
        *_missed_by_writers(fault, tally),
        *([] if recovered is not None else ["the site did not recover by itself"]),
    ]


def _missed_by_readers(fault: Fault, tally: Tally) -> Iterator[str]:
    if not tally.cached[200] or tally.cached.total() != tally.cached[200]:
        yield f"kept pages: {dict(tally.cached)}"
    longest = SLOWEST_AT_A_START if fault.ends_web else SLOWEST
    if tally.slowest_cached > longest:
        yield f"a kept page took {tally.slowest_cached:.1f} s"
    if fault.shows_notice is not None and bool(tally.with_notice) is not fault.shows_notice:
        yield f"{tally.with_notice} kept pages said that the database is away"
    if not tally.uncached[200] or set(tally.uncached) - ({200, 503} if fault.is_database_away else {200}):
        yield f"pages made anew: {dict(tally.uncached)}"
    if fault.takes and tally.slowest_uncached > SLOWEST:
        yield f"a page that was made anew took {tally.slowest_uncached:.1f} s"
    if tally.without_retry_after:
        yield f"{tally.without_retry_after} answers 503 without Retry-After"
    if tally.withdrawn[200]:
        yield f"a page that was withdrawn: {dict(tally.withdrawn)}"
    if fault.withdraws and not tally.withdrawn:
        yield "nobody asked for the page that was withdrawn"


def _missed_by_writers(fault: Fault, tally: Tally) -> Iterator[str]:
    written = {"publication": tally.pages, "sign-up": tally.emails}
    if fault.fills_disk:
        written["upload"] = tally.documents
    for what, acknowledged in written.items():
        if not acknowledged:
            yield f"no {what} was acknowledged"
    expected = {201, 302, 303}
    expected |= {503} if fault.is_database_away else set()
    expected |= {507} if fault.fills_disk else set()
    # Who wrote to a process that was killed has no answer.
    expected |= {0} if fault.ends_web else set()
    if set(tally.written) - expected:
        yield f"what was sent: {dict(tally.written)}"
    if fault.fills_disk and not tally.written[507]:
        yield "no upload was refused"
