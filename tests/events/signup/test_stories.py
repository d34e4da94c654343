"""Whatever people and the clock do to a sign-up: never over capacity or quota, nobody overtaken, everybody told."""

import os
import sys

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from clusters.models import Cluster
from tests.events.signup.story_rules import SignUpStories
from tests.factories import make_cluster

# The same stories each time; FEDCMS_SIGN_UP_EXAMPLES=500 tells so many new ones, for a night.
EXAMPLES = os.environ.get("FEDCMS_SIGN_UP_EXAMPLES", "")


@pytest.mark.django_db
def test_whatever_people_and_the_clock_do(loire: Cluster) -> None:
    """Ask, confirm, cancel, erase, vouch, accept, decline, change seats, let time pass."""
    SignUpStories.own, SignUpStories.other = loire, make_cluster("sud", "SUD")
    chosen = settings(
        max_examples=int(EXAMPLES or "20"),
        derandomize=not EXAMPLES,
        database=None,
        stateful_step_count=20,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
        # A story is short enough to be read; to look for a shorter one takes minutes.
        phases=(Phase.generate,),
    )
    run_state_machine_as_test(SignUpStories, settings=chosen)
    # Shown with -s: how often each step was taken or refused.
    sys.stdout.write(f"{dict(sorted(SignUpStories.outcomes.items()))}\n")
