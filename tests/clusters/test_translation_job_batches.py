"""A job runs in batches, one task each: others are not delayed, and a crash loses or repeats nothing."""

from collections import Counter
from unittest.mock import patch

import pytest
from django.core import mail
from wagtail.models import Locale, Page

from clusters.translation.jobs import tasks
from clusters.translation.jobs.outcomes import outcomes_of
from clusters.translation.jobs.tasks import DoneByAnother, run_job
from clusters.translation.models import TranslationJob
from tests.clusters.job_support import WorkCase

STEPS = 5


class Death(BaseException):
    """The worker is killed here: nothing of the task runs after it."""


class Batches(WorkCase):
    """A job of five steps, two a task."""

    def setUp(self) -> None:
        super().setUp()
        locale = Locale.objects.get(language_code="en")
        self.job = TranslationJob.objects.create(
            user=self.editor, action="update", steps=[[self.article.pk, locale.pk]] * STEPS
        )
        self.taken: Counter[int] = Counter()
        self.asked: list[int] = []
        # The queue: what is asked for is noted, and run by the test.
        for target, value in (
            ("BATCH_ITEMS", 2),
            ("do_item", self.note),
            ("run_job", self),
        ):
            patcher = patch.object(tasks, target, value)
            patcher.start()
            self.addCleanup(patcher.stop)

    def note(self, job: TranslationJob, page: Page, locale: Locale) -> None:
        """Stands for a step."""
        self.taken[job.done] += 1

    def enqueue(self, *, job_id: int, portion: int) -> None:
        """Stands for the queue."""
        assert job_id == self.job.pk
        self.asked.append(portion)

    def run_batch(self, portion: int) -> None:
        """The worker takes up a task."""
        run_job.call(job_id=self.job.pk, portion=portion)
        self.job.refresh_from_db()

    def test_a_task_does_a_few_steps_and_asks_for_the_next_one(self) -> None:
        self.run_batch(0)
        assert (self.job.done, self.job.finished_at, self.asked) == (2, None, [1])
        self.run_batch(1)
        self.run_batch(2)
        assert (self.job.done, self.job.succeeded, self.asked) == (STEPS, STEPS, [1, 2])
        assert self.job.finished_at is not None
        assert set(self.taken.values()) == {1}

    def test_a_task_ends_after_some_seconds_however_few_steps_it_did(self) -> None:
        with patch.object(tasks, "BATCH_SECONDS", -1.0):
            self.run_batch(0)
        assert (self.job.done, self.asked) == (1, [1])

    def test_a_task_that_runs_twice_asks_once_for_the_next_one(self) -> None:
        self.run_batch(0)
        self.run_batch(0)
        assert (self.job.done, self.asked) == (2, [1])
        assert set(self.taken.values()) == {1}

    def test_a_death_before_a_step_is_noted_does_that_step_again_and_no_other(self) -> None:
        def die_at_the_second(job: TranslationJob, page: Page, locale: Locale) -> None:
            self.note(job, page, locale)
            if job.done == 1:
                raise Death

        with patch.object(tasks, "do_item", die_at_the_second), pytest.raises(Death):
            self.run_batch(0)
        self.job.refresh_from_db()
        assert (self.job.done, self.asked) == (1, [])
        for portion in range(4):
            self.run_batch(portion)
        assert (self.job.done, self.job.succeeded) == (STEPS, STEPS)
        assert self.taken == Counter({0: 1, 1: 2, 2: 1, 3: 1, 4: 1})

    def test_a_death_while_the_next_task_is_asked_for_asks_for_it_again(self) -> None:
        with patch.object(self, "enqueue", side_effect=Death), pytest.raises(Death):
            self.run_batch(0)
        self.job.refresh_from_db()
        assert (self.job.done, self.job.portion) == (2, 0)
        self.run_batch(0)
        # The two that were done are not done again; the task goes on with two more.
        assert (self.job.done, self.asked) == (4, [1])
        assert set(self.taken.values()) == {1}

    def test_two_workers_on_the_same_batch_count_each_step_once(self) -> None:
        def other_worker_first(job: TranslationJob, page: Page, locale: Locale) -> None:
            if job.done == 0 and not self.taken:
                self.note(job, page, locale)
                self.run_batch(0)
            else:
                self.note(job, page, locale)

        with patch.object(tasks, "do_item", other_worker_first), pytest.raises(DoneByAnother):
            self.run_batch(0)
        self.job.refresh_from_db()
        assert (self.job.done, self.job.succeeded, self.asked) == (2, 2, [1])
        assert not mail.outbox

    def test_what_is_left_to_a_worker_that_dies_is_tried_again(self) -> None:
        def other_worker_dies_after_it(job: TranslationJob, page: Page, locale: Locale) -> None:
            if not self.taken:
                TranslationJob.objects.filter(pk=job.pk).update(done=1, succeeded=1)
            self.note(job, page, locale)

        with patch.object(tasks, "do_item", other_worker_dies_after_it), pytest.raises(DoneByAnother):
            self.run_batch(0)
        # The queue gives it to a worker once more.
        self.run_batch(0)
        assert (self.job.done, self.asked) == (3, [1])

    def test_what_was_not_done_is_told_once_though_its_language_is_gone(self) -> None:
        gone = 4_000
        self.job.steps = [[self.article.pk, gone]]
        self.job.save()
        self.run_batch(0)
        assert [(line[0], line[1]) for line in outcomes_of(self.job)] == [(self.article.pk, gone)]
