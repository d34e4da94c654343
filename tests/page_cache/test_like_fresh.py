"""Whatever editors do, in whatever order: a kept page is at any moment what would be made anew.

`PAGE_CACHE_EXAMPLES` asks for more than CI has time for; then more pages are compared after each act.
"""

import os
from contextlib import suppress
from datetime import datetime, timedelta
from difflib import unified_diff
from random import Random

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as effort
from hypothesis import strategies as st
from pytest_django import Settings
from wagtail.models import Page

from clusters.models import Cluster
from fedcms.core.page_cache.store import store
from fedcms.core.public_version import forget_all
from tests.page_cache.acts import ACTS, Act, withdraw
from tests.page_cache.support import fresh, kept
from tests.test_query_budgets import BUDGETS

# The fixture `site`.
pytest_plugins = ("tests.budget_site",)
pytestmark = pytest.mark.django_db

ACTED_ON = ("article", "story", "standard page", "event", "mission", "release")
LISTS = (
    *(
        "home",
        "news",
        "agenda",
        "past agenda",
        "agenda by month",
        "agenda on the map",
        "missions",
        "clusters",
    ),
    *(
        "newsroom",
        "cluster newsroom",
        "cluster spokespeople",
        "feed",
        "feed narrowed",
        "calendar",
        "event to add",
        "mission to add",
    ),
    *("organisation", "cluster", "cluster news", "cluster agenda", "news filtered"),
)
PAGES = [BUDGETS[name][0] for name in ACTED_ON]
PATHS = [*PAGES, *(BUDGETS[name][0] for name in LISTS), "/en/", "/en/news/"]
EXAMPLES = int(os.environ.get("PAGE_CACHE_EXAMPLES", "0"))
LOOKED_AT = 8 if EXAMPLES else 4
"""So many pages are compared after an act, beside the one that it was done to."""

TRIED: set[str] = set()
ENDED: set[str] = set()
"""The acts that were done at least once, and those of them that ended well."""

STEPS = st.lists(
    st.tuples(
        st.sampled_from(ACTS),
        st.sampled_from(PAGES),
        st.integers(1, 40),
        st.sampled_from((0, 1, 7, 20, 30, 90)),
    ),
    min_size=1,
    max_size=5,
)


# Not shrunk: each step makes pages, and the steps are few.
@effort(
    max_examples=EXAMPLES or 4,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS, seed=st.integers(0, 1_000_000))
def test_a_kept_page_is_what_would_be_made_anew(
    site: Cluster, settings: Settings, steps: list[tuple[Act, str, int, int]], seed: int
) -> None:
    settings.FEDCMS_PAGE_CACHE = True
    ContentType.objects.clear_cache()
    # Also after an example that failed: it is run again.
    forget_all()
    store.forget_all()
    with transaction.atomic():
        _walk(steps, Random(seed), timezone.now() + timedelta(minutes=10))  # a choice of pages
        transaction.set_rollback(True)
    forget_all()
    store.forget_all()


def test_each_act_that_was_tried_was_done() -> None:
    """After the test above, in the same process. Of few examples, an act may only be tried where nobody may do it."""
    if EXAMPLES:
        assert TRIED == ENDED


def test_each_act_can_be_done(site: Cluster, settings: Settings) -> None:
    """An act that always fails would change nothing in any example, and nobody would see it."""
    settings.FEDCMS_PAGE_CACHE = True
    ContentType.objects.clear_cache()
    for act in ACTS:
        assert any(_can_be_done(act, path) for path in PAGES), act.__name__
    forget_all()
    store.forget_all()


def _can_be_done(act: Act, path: str) -> bool:
    with transaction.atomic():
        with suppress(ValidationError):
            act(Page.objects.get(url_path=path).specific, 1)
            transaction.set_rollback(True)
            return True
        transaction.set_rollback(True)
    return False


def _walk(steps: list[tuple[Act, str, int, int]], random: Random, now: datetime) -> None:
    # The clock of the process, by which notes are read, is moved with the other, and never back.
    with time_machine.travel(now, tick=False):
        for path in PATHS:
            kept(path)
    for act, acted_on, number, minutes in steps:
        now += timedelta(minutes=minutes)
        with time_machine.travel(now, tick=False):
            some = {acted_on, *random.sample(PATHS, LOOKED_AT)}
            _compare(some, f"before {act.__name__}")
            page = Page.objects.filter(url_path=acted_on).first()
            if page is not None and (page.live or act is not withdraw):
                TRIED.add(act.__name__)
                with suppress(ValidationError):  # what nobody may do does nothing
                    act(page.specific, number)
                    ENDED.add(act.__name__)
            _compare(some, f"after {act.__name__}")


def _compare(paths: set[str], when: str) -> None:
    for path in sorted(paths):
        made = fresh(path)
        for _again in range(2):
            if difference := _difference(kept(path), made):
                pytest.fail("\n".join((when, path, *difference)))


def _difference(found: tuple[int, str], made: tuple[int, str]) -> list[str]:
    """The lines that differ: `-` as kept, `+` as made anew."""
    lines = ([str(status), *text.splitlines()] for status, text in (found, made))
    return [] if found == made else list(unified_diff(*lines, lineterm="", n=0))
