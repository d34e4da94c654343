"""Whatever a team does with a bundle around its moment: none of its pages is public, or all are."""

import os
import sys

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from fedcms.users.models import User
from tests.admin_walk.browser import quiet
from tests.admin_walk.stage import picture
from tests.clusters.bundles.story_rules import BundleStories
from tests.clusters.bundles.support import Story

# The same stories each time; FEDCMS_BUNDLE_EXAMPLES=500 tells so many new ones, for a night.
EXAMPLES = os.environ.get("FEDCMS_BUNDLE_EXAMPLES", "")
STEPS = int(os.environ.get("FEDCMS_BUNDLE_STEPS", "15"))


@pytest.mark.django_db
def test_whatever_a_team_does_around_the_moment(story: Story) -> None:
    """Approve, reschedule, reopen, add, take out, edit, publish alone, withdraw, move, restrict, delete, wait, kill."""
    image = picture("une photo", story.cluster, story.editor)
    draft = story.page("article").get_latest_revision_as_object()
    draft.lead_image = image
    draft.save_revision(user=story.editor)
    BundleStories.told, BundleStories.image, BundleStories.outcomes = story, image.pk, {}
    BundleStories.root = User.objects.create_superuser(
        "root", "root@people.example", "a-long-enough-passphrase"
    )
    chosen = settings(
        max_examples=int(EXAMPLES or "6"),
        derandomize=not EXAMPLES,
        database=None,
        stateful_step_count=STEPS,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
        # A story is short enough to be read; to look for a shorter one takes minutes.
        phases=(Phase.generate,),
    )
    with quiet():
        run_state_machine_as_test(BundleStories, settings=chosen)
    # Shown with -s: how often each step was taken or refused.
    sys.stdout.write(f"{dict(sorted(BundleStories.outcomes.items()))}\n")
