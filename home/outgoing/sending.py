"""Sends what is due, several requests at once, so that a server that is slow holds up nobody but itself.

Rows are claimed and results written by the thread of the lane alone; other threads only wait for answers. Whoever has
something to send registers a queue, which gives one request at a time to each server.
"""

import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings

from home.outgoing.posting import Answer, OutgoingRequest, post

MOST_AT_ONCE = 8
SECONDS_OF_CLAIMS = 20.0
"""For so long new requests are begun; then the job ends with the last answer, and starts again."""
_LOOK_SECONDS = 0.5


@dataclass(frozen=True)
class Claim:
    """A request that was claimed, and the function that writes down how it was answered."""

    request: OutgoingRequest
    record: Callable[[Answer], object]


class OutgoingQueue(Protocol):
    """Something that has requests to send."""

    def __call__(self) -> Claim | None:
        """Claims the next due request of a server to which none is under way, or returns None.

        The claim ends by itself after `claim_seconds`, since the process may be killed.
        """


_queues: dict[str, OutgoingQueue] = {}


def register_queue(name: str, queue: OutgoingQueue) -> None:
    """Adds a queue, or replaces the one of that name. Apps call it in `AppConfig.ready`."""
    _queues[name] = queue


def claim_seconds() -> float:
    """Returns after how many seconds a claim is void: its request has ended long before, or its process died."""
    return float(settings.FEDCMS_OUTGOING_SECONDS) + 15.0


def send_due() -> int:
    """Sends what is due in all queues by turns; returns how many requests. The worker runs it."""
    end = time.monotonic() + SECONDS_OF_CLAIMS
    sent = 0
    waiting: dict[Future[Answer], Claim] = {}
    with ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="outgoing") as pool:
        while True:
            for claim in _claims(MOST_AT_ONCE - len(waiting)) if time.monotonic() < end else []:
                waiting[pool.submit(post, claim.request)] = claim
            if not waiting:
                return sent
            done, _others = wait(waiting, timeout=_LOOK_SECONDS, return_when=FIRST_COMPLETED)
            for future in done:
                waiting.pop(future).record(future.result())
                sent += 1


def _claims(most: int) -> list[Claim]:
    """Claims up to so many requests, one of each queue in turn."""
    found: list[Claim] = []
    queues = list(_queues.values())
    while queues and len(found) < most:
        queue = queues.pop(0)
        claim = queue()
        if claim is not None:
            found.append(claim)
            queues.append(queue)
    return found
