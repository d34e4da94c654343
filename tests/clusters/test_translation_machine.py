"""Whatever people do with pages in three languages, in any order: nothing of theirs is lost, no address breaks."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.clusters.translation_machine import TranslationMachine


@pytest.mark.django_db
def test_whatever_people_do_in_any_order(federation: object) -> None:
    """Edit, translate, update, stop, begin again, move, publish, unpublish, schedule, wait, delete, copy, rename."""
    run_state_machine_as_test(
        TranslationMachine,
        settings=settings(
            max_examples=6,
            stateful_step_count=10,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
