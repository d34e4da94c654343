"""manage.py run_worker: runs due tasks and scheduled publication until stopped."""

import signal
import sys
import threading
from argparse import ArgumentParser
from types import FrameType

from django.core.management.base import BaseCommand
from django.utils.autoreload import run_with_reloader

from fedcms.core.tasks.recurring import recurring_jobs, run_job
from fedcms.core.tasks.worker import Worker


class Command(BaseCommand):
    help = "Runs due tasks, scheduled publication and daily cleaning until it is stopped (SIGTERM, SIGINT)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what is due now, then end.")
        parser.add_argument(
            "--reload", action="store_true", help="Start again when the code changes (development)."
        )

    def handle(self, *args: object, once: bool, reload: bool, **options: object) -> None:
        worker = Worker()
        if once:
            for job in recurring_jobs():
                run_job(job)
            worker.drain()
        elif reload:
            run_with_reloader(worker.run)
        else:
            stop_on_signals(worker.stopping)
            worker.run()


def stop_on_signals(stopping: threading.Event) -> None:
    """The first signal lets the running task end; at the second, another worker takes it over."""

    def stop(signum: int, frame: FrameType | None) -> None:
        if stopping.is_set():
            sys.exit(1)
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
