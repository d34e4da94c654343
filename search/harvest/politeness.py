"""Rate limits a host: one request at a time, with pauses, as its robots.txt allows (RFC 9309).

The database stores when each host may be asked next: all workers share it, and it outlives a restart.
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
"""The longest pause that Crawl-delay can ask for: with a longer one, a day would not be enough for a site's items."""
FIRST_SILENCE, LONGEST_SILENCE = timedelta(minutes=5), timedelta(hours=1)
"""How long a host that does not answer is left alone: the first time, and at most. It doubles each time."""
# Failures after which the next request to the host would probably cost as much time, whatever it asks for.
_SILENT = frozenset({
    Failure.NO_ANSWER, Failure.TOO_SLOW, Failure.NOT_FOUND_HOST, Failure.TLS, Failure.ROBOTS_UNREADABLE,
    Failure.ASKED_TO_WAIT,
})  # fmt: skip
WAITED_FOR = timedelta(seconds=20)
"""The longest that a task waits for a host. Beyond, the task comes back later, so that others get the worker."""


class Politeness:
    """Waits until a host may be asked, and refuses what its robots.txt forbids. Make one for each task."""

    def __init__(self, resolver: Resolver = system_resolver) -> None:
        self._robots_fetcher = Fetcher(ROBOTS_LIMITS, resolver, self._wait_for_claim)
        self._rules: dict[str, Protego] = {}

    def before(self, target: RequestTarget) -> None:
        """Waits until the target may be asked; for `Fetcher.before_each`.

        Raises `HarvestError` when robots.txt forbids it or cannot be read, `HostBusyError` when the wait would be too
        long.
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
            # PostgreSQL accepts no NUL in a text.
            host.robots = self._fetch_robots(origin).replace("\0", "")
            host.robots_read_at = now
            host.save(update_fields=["robots", "robots_read_at"])
        return host.robots

    def _fetch_robots(self, origin: str) -> str:
        """Returns the host's robots.txt, "" without one: any status from 400 to 499 means that (RFC 9309, 2.3.1.3).

        Raises `HarvestError` when the file cannot be read, or the host asks to wait.
        """
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
    """Returns the pause that Crawl-delay (seconds) asks for, at most `LONGEST_PAUSE`; 0 without a positive number."""
    if crawl_delay is None or not crawl_delay > 0:
        return timedelta(0)
    return timedelta(seconds=min(crawl_delay, LONGEST_PAUSE.total_seconds()))


@transaction.atomic
def claim_request(origin: str, pause: timedelta) -> timedelta:
    """Reserves the host's next free moment; returns how long to wait for it.

    The host is then left alone for `pause`, or for our own pause if that is longer. Raises `HostBusyError`, and
    reserves nothing, when the moment is too far away to wait for.
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
    """Raises `HostBusyError` when a host must be left alone for too long to wait. Asks no DNS."""
    host = HarvestHost.objects.filter(origin=origin, not_before__gt=timezone.now() + WAITED_FOR).first()
    if host is not None:
        raise HostBusyError(host.not_before)


def answered(origin: str) -> None:
    """Notes that a host answered: its count of failures starts again at 0."""
    HarvestHost.objects.filter(origin=origin, failures__gt=0).update(failures=0)


@transaction.atomic
def note_failure(error: HarvestError) -> None:
    """Makes all tasks leave a host alone that does not answer or asks to wait. Never shortens a pause.

    Any other failure is an answer: it resets the host's count of failures.
    """
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
