"""Whatever people do with pages in three languages, in any order: nothing of theirs is lost, no address breaks."""

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.clusters.translation_state_machine import TranslationMachine

# The same stories each time; FEDCMS_MACHINE_EXAMPLES=300 tells so many new ones, for a night.
EXAMPLES = os.environ.get("FEDCMS_MACHINE_EXAMPLES", "")
STEPS = int(os.environ.get("FEDCMS_MACHINE_STEPS", "14"))


@pytest.mark.django_db
def test_whatever_people_do_in_any_order(federation: object) -> None:
    """Edit, translate, update, review, stop, begin again, move, publish, schedule, wait, delete, copy, rename."""
    with TranslationMachine.made_once():
        run_state_machine_as_test(
            TranslationMachine,
            settings=settings(
                max_examples=int(EXAMPLES or "6"),
                derandomize=not EXAMPLES,
                database=None,
                stateful_step_count=STEPS,
                suppress_health_check=list(HealthCheck),
                print_blob=True,
            ),
        )
