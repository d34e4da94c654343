"""A state machine whose stories move the clock and write to the database, and leave neither changed."""

from itertools import count

import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis.stateful import RuleBasedStateMachine


class ToldStories(RuleBasedStateMachine):
    """The clock goes on from now, `traveller` shifts it; what a story writes is taken back at its end."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = time_machine.travel(timezone.now(), tick=True)
        self.traveller = self.clock.start()
        self.around = transaction.atomic()
        self.around.__enter__()
        self.numbers = count(1)

    def teardown(self) -> None:
        """Ends the story."""
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)
        self.clock.stop()
