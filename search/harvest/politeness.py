"""Rate limits a host: one request at a time, with pauses, as its robots.txt allows (RFC 9309).

When a host's turn comes stands in the database: all workers share it, and a restart forgets nothing.
"""

import time
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from protego import Protego

from search.harvest.errors import HarvestError, HostBusyError
from search.harvest.fetching import Fetcher, Limits
from search.harvest.network import RequestTarget, Resolver, system_resolver
from search.harvest.row_locks import held_host
from search.harvest_failures import Failure
from search.models import HarvestHost

ROBOTS_KEPT = timedelta(hours=24)
# RFC 9309, 2.5: at least 500 kibibytes are read, the rest may be left.
ROBOTS_LIMITS = Limits(seconds=10, size=500 * 1024)
AGENT = "fedcms-harvester"
LONGEST_PAUSE = timedelta(minutes=10)
"""Whatever Crawl-delay asks: with more, a day would not do for the items of a site."""
FIRST_SILENCE, LONGEST_SILENCE = timedelta(minutes=5), timedelta(hours=1)
"""How long a host that does not answer is left alone, twice as long each time: others want the worker."""
# Each of these would cost the next question as much time, whatever it asks for.
_SILENT = frozenset({
    Failure.NO_ANSWER, Failure.TOO_SLOW, Failure.NOT_FOUND_HOST, Failure.TLS, Failure.ROBOTS_UNREADABLE,
    Failure.ASKED_TO_WAIT,
})  # fmt: skip
WAITED_FOR = timedelta(seconds=20)
"""A task that must wait longer comes back later, so that others get the worker."""


class Politeness:
    """Waits for hosts' turns, and refuses what robots.txt refuses. One for each task."""

    def __init__(self, resolver: Resolver = system_resolver) -> None:
        self._robots_fetcher = Fetcher(ROBOTS_LIMITS, resolver, self._wait_for_claim)
        self._rules: dict[str, Protego] = {}

    def before(self, target: RequestTarget) -> None:
        """For a `Fetcher`: returns when the target may be asked.

        Raises `HarvestError` when robots.txt refuses or cannot be read, `HostBusyError` when the turn is far away.
        """
        rules = self._rules_of(target)
        if not rules.can_fetch(f"{target.origin}{target.path}", AGENT):
            raise HarvestError(Failure.ROBOTS, target.host)
        self._wait_for_claim(target, pause_of(rules.crawl_delay(AGENT)))

    def _wait_for_claim(self, target: RequestTarget, pause: timedelta = timedelta(0)) -> None:
        wait = claim_request(target.origin, pause)
        if wait > timedelta(0):
            time.sleep(wait.total_seconds())

    def _rules_of(self, target: RequestTarget) -> Protego:
        if target.origin not in self._rules:
            self._rules[target.origin] = Protego.parse(self._robots_of(target.origin))
        return self._rules[target.origin]

    def _robots_of(self, origin: str) -> str:
        host = HarvestHost.objects.get_or_create(origin=origin)[0]
        now = timezone.now()
        if host.robots_read_at is None or host.robots_read_at < now - ROBOTS_KEPT:
            # A NUL is no text for PostgreSQL.
            host.robots = self._fetch_robots(origin).replace("\0", "")
            host.robots_read_at = now
            host.save(update_fields=["robots", "robots_read_at"])
        return host.robots

    def _fetch_robots(self, origin: str) -> str:
        """Empty when the host has none: any answer of 400 to 499 means that (RFC 9309, 2.3.1.3)."""
        try:
            fetched = self._robots_fetcher.fetch(f"{origin}/robots.txt", cut=True)
        except HarvestError as error:
            unavailable = {Failure.MISSING, Failure.GONE, Failure.REFUSED, Failure.HTTP, Failure.REDIRECTS}
            if error.failure in unavailable:
                return ""
            if error.failure is Failure.ASKED_TO_WAIT:
                raise
            unreadable = HarvestError(Failure.ROBOTS_UNREADABLE, str(error))
            unreadable.origin = origin
            raise unreadable from error
        return fetched.body.decode("utf-8", "replace")


def pause_of(crawl_delay: float | None) -> timedelta:
    """What Crawl-delay asks for, at most `LONGEST_PAUSE`: also of a number that no duration holds, or of none."""
    if crawl_delay is None or not crawl_delay > 0:
        return timedelta(0)
    return timedelta(seconds=min(crawl_delay, LONGEST_PAUSE.total_seconds()))


@transaction.atomic
def claim_request(origin: str, pause: timedelta) -> timedelta:
    """Takes the host's next turn and returns how long to wait for it.

    The pause after it is the longer of ours and `pause`. Raises `HostBusyError` when it is too far away to wait
    for, and takes none.
    """
    host = held_host(origin)
    now = timezone.now()
    turn = max(now, host.not_before)
    if turn - now > WAITED_FOR:
        raise HostBusyError(turn)
    usual = timedelta(seconds=settings.FEDCMS_HARVEST_HOST_SECONDS)
    host.not_before = turn + max(pause, usual)
    host.save(update_fields=["not_before"])
    return turn - now


def refuse_busy(origin: str) -> None:
    """Raises `HostBusyError` when a host is left alone for longer than a task waits, before its name is looked up."""
    host = HarvestHost.objects.filter(origin=origin, not_before__gt=timezone.now() + WAITED_FOR).first()
    if host is not None:
        raise HostBusyError(host.not_before)


def answered(origin: str) -> None:
    """The host is there: its next silence is its first."""
    HarvestHost.objects.filter(origin=origin, failures__gt=0).update(failures=0)


@transaction.atomic
def note_failure(error: HarvestError) -> None:
    """A host that is silent, or asks to wait, is left alone by all tasks; never shortens a pause."""
    if not error.origin:
        return
    if error.failure not in _SILENT:
        answered(error.origin)
        return
    host = held_host(error.origin)
    silence = min(FIRST_SILENCE * 2 ** min(host.failures, 10), LONGEST_SILENCE)
    host.failures += 1
    host.not_before = max(host.not_before, error.retry_at or timezone.now() + silence)
    host.save(update_fields=["failures", "not_before"])
