"""What waits, counted in the database when Prometheus asks: tasks, mails, changes nobody was told of, silent lanes."""

from collections.abc import Iterator
from datetime import datetime
from math import inf

from django.db.models import Count, Min
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from fedcms.core.health.parts import look_at_parts
from fedcms.core.lanes import Lane
from fedcms.core.models import LaneBeat, OutgoingMail, PublicChange
from fedcms.core.tasks.queue import BACKEND, DUE_SINCE, tasks_of


def _age(moment: datetime | None) -> float:
    return (timezone.now() - moment).total_seconds() if moment else 0.0


class WaitingCollector(Collector):
    """Asks the database at each scrape: some ten queries, whatever the number of web processes."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yields each part's state, and what waits if the database answers."""
        part_up = GaugeMetricFamily("fedcms_part_up", "1 while a part of the site is well.", labels=["part"])
        states = {part.name: state for part, state in look_at_parts().items()}
        for name, state in states.items():
            part_up.add_metric([name], float(state.is_well))
        yield part_up
        if states["database"].is_well:
            yield from self._tasks()
            yield from self._rows()

    def _tasks(self) -> Iterator[GaugeMetricFamily]:
        waiting = GaugeMetricFamily("fedcms_tasks_waiting", "Tasks that are due.", labels=["lane"])
        age = GaugeMetricFamily("fedcms_oldest_task_seconds", "Age of the oldest due task.", labels=["lane"])
        failed = GaugeMetricFamily("fedcms_tasks_given_up", "Tasks that were given up.", labels=["lane"])
        beats = dict(LaneBeat.objects.values_list("lane", "beat_at"))
        silence = GaugeMetricFamily(
            "fedcms_lane_silence_seconds", "Since when nobody has worked in a lane.", labels=["lane"]
        )
        of_worker = DBTaskResult.objects.filter(backend_name=BACKEND)
        for lane in Lane:
            due = tasks_of(lane, of_worker & DBTaskResult.objects.ready()).aggregate(
                number=Count("pk"), oldest=Min(DUE_SINCE)
            )
            waiting.add_metric([lane.value], due["number"])
            age.add_metric([lane.value], _age(due["oldest"]))
            given_up = tasks_of(lane, of_worker).filter(status=TaskResultStatus.FAILED).count()
            failed.add_metric([lane.value], given_up)
            # A lane in which nobody has ever worked is silent for ever: an alert must ring for it, too.
            silence.add_metric([lane.value], _age(beats[lane.value]) if lane.value in beats else inf)
        yield from (waiting, age, failed, silence)

    def _rows(self) -> Iterator[GaugeMetricFamily]:
        mails = OutgoingMail.objects.count()
        yield GaugeMetricFamily(
            "fedcms_mails_stored",
            "Mails that have not left, those that were given up among them.",
            value=mails,
        )
        untold = PublicChange.objects.filter(dispatched_at=None).count()
        yield GaugeMetricFamily(
            "fedcms_changes_waiting", "Public changes of which no follower was told yet.", value=untold
        )
