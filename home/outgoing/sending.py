"""Sends what is due, several requests at once, so that a server that is slow holds up nobody but itself.

Rows are claimed and results written by the thread of the lane alone; other threads only wait for answers. Whoever has
something to send registers a queue, which gives few requests at a time to each server. Servers whose last answer was
slow, or that have never answered, get half the threads at most, so that those that are quick never wait for them.
"""

import logging
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings

from home.outgoing.posting import Answer, OutgoingRequest, post

MOST_AT_ONCE = 16
MOST_SLOW = MOST_AT_ONCE // 2
SLOW_MILLISECONDS = 1000
SECONDS_OF_CLAIMS = 20.0
"""For so long new requests are begun; then the job ends with the last answer, and starts again."""
_LOOK_SECONDS = 0.5

logger = logging.getLogger("fedcms.outgoing")


@dataclass(frozen=True)
class Claim:
    """A request that was claimed, and the function that writes down how it was answered."""

    request: OutgoingRequest
    record: Callable[[Answer], object]
    is_slow: bool = True
    """Whether its server is slow, as far as is known."""


class OutgoingQueue(Protocol):
    """Something that has requests to send."""

    def __call__(self, *, may_be_slow: bool) -> Claim | None:
        """Claims the next due request of a server that is not asked too much already, or returns None.

        With `may_be_slow=False`, only of a server that is known to be quick. The claim ends by itself after
        `claim_seconds`, since the process may be killed.
        """


_queues: dict[str, OutgoingQueue] = {}


def register_queue(name: str, queue: OutgoingQueue) -> None:
    """Adds a queue, or replaces the one of that name. Apps call it in `AppConfig.ready`."""
    _queues[name] = queue


def claim_seconds() -> float:
    """Returns after how many seconds a claim is void: its request has ended long before, or its process died."""
    return float(settings.FEDCMS_OUTGOING_SECONDS) + 15.0


def is_slow(answer: Answer) -> bool:
    """Returns whether a server that answered so is slow."""
    return answer.milliseconds >= SLOW_MILLISECONDS


def send_due() -> int:
    """Sends what is due in all queues by turns; returns how many requests. The worker runs it.

    What cannot be claimed is raised when everything that is under way has been written down.
    """
    end = time.monotonic() + SECONDS_OF_CLAIMS
    sent = 0
    failed: Exception | None = None
    waiting: dict[Future[Answer], Claim] = {}
    with ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="outgoing") as pool:
        while True:
            try:
                while failed is None and time.monotonic() < end and _claim_into(waiting, pool):
                    pass
            except Exception as error:  # noqa: BLE001  # raised below
                failed = error
            if not waiting:
                if failed is not None:
                    raise failed
                return sent
            done, _others = wait(waiting, timeout=_LOOK_SECONDS, return_when=FIRST_COMPLETED)
            for future in done:
                _record(waiting.pop(future), future.result())
                sent += 1


def _claim_into(waiting: dict[Future[Answer], Claim], pool: ThreadPoolExecutor) -> bool:
    """Begins a request of each queue, as far as threads are free; returns whether there may be more."""
    is_more = False
    for queue in list(_queues.values()):
        if len(waiting) >= MOST_AT_ONCE:
            return False
        slow = sum(claim.is_slow for claim in waiting.values())
        claim = queue(may_be_slow=slow < MOST_SLOW)
        if claim is not None:
            waiting[pool.submit(post, claim.request)] = claim
            is_more = True
    return is_more


def _record(claim: Claim, answer: Answer) -> None:
    """Writes down an answer. What cannot be written is sent again when its claim is void, and costs no other answer."""
    try:
        claim.record(answer)
    except Exception:
        logger.exception("An answer could not be written down; the request is sent again.")
