"""A state machine whose stories move the clock and write to the database, and leave neither changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import ClassVar

import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.test import TestCase
from django.utils import timezone
from hypothesis.stateful import RuleBasedStateMachine

from clusters.publishing.refusal import Refusal


class ToldStories(RuleBasedStateMachine):
    """The clock goes on from now, `traveller` shifts it; what a story writes is taken back at its end."""

    outcomes: ClassVar[dict[str, int]]
    """How often each step was taken or refused; each machine has its own."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = time_machine.travel(timezone.now(), tick=True)
        self.traveller = self.clock.start()
        self.around = transaction.atomic()
        self.around.__enter__()
        self.numbers = count(1)

    @contextmanager
    def step(self, name: str) -> Iterator[list[bool]]:
        """What is refused in words has changed nothing: the list that is yielded stays empty."""
        done: list[bool] = []
        try:
            with transaction.atomic(), TestCase.captureOnCommitCallbacks(execute=True):
                yield done
                done.append(True)
        except (Refusal, PermissionDenied, ValidationError):
            done.clear()
            name += ", refused"
        self.outcomes[name] = self.outcomes.get(name, 0) + 1

    def teardown(self) -> None:
        """Ends the story."""
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)
        self.clock.stop()
