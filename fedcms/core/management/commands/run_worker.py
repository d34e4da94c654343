"""manage.py run_worker: runs due tasks and scheduled publication, lane by lane, until it is stopped."""

import signal
import sys
import threading
from argparse import ArgumentParser, ArgumentTypeError
from types import FrameType

from django.core.management.base import BaseCommand
from django.utils.autoreload import run_with_reloader

from fedcms.core.lanes import Lane
from fedcms.core.tasks.recurring import recurring_jobs, run_job
from fedcms.core.tasks.worker import Worker
from fedcms.core.telemetry.start import start_telemetry


def lanes_of(text: str) -> list[Lane]:
    """Returns the lanes named in a text with commas. Raises `ArgumentTypeError` for an unknown one."""
    try:
        return [Lane(name.strip()) for name in text.split(",")]
    except ValueError as error:
        raise ArgumentTypeError(f"{error}; there are {', '.join(Lane)}") from error


class Command(BaseCommand):
    help = "Runs due tasks, scheduled publication and daily cleaning until it is stopped (SIGTERM, SIGINT)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what is due now, then end.")
        parser.add_argument(
            "--reload", action="store_true", help="Start again when the code changes (development)."
        )

        parser.add_argument(
            "--lanes",
            type=lanes_of,
            default=list(Lane),
            help=f"Only these, with commas between: {', '.join(Lane)}. By default all, a thread each.",
        )

    def handle(self, *args: object, once: bool, reload: bool, lanes: list[Lane], **options: object) -> None:
        start_telemetry()
        worker = Worker(lanes)
        if once:
            for job in recurring_jobs(lanes):
                run_job(job)
            worker.drain()
        elif reload:
            run_with_reloader(worker.run)
        else:
            stop_on_signals(worker.stopping)
            worker.run()


def stop_on_signals(stopping: threading.Event) -> None:
    """Stops the worker on SIGTERM or SIGINT: the first signal lets the running tasks end, the second exits at once.

    After the second, another worker takes the interrupted tasks over.
    """

    def stop(signum: int, frame: FrameType | None) -> None:
        if stopping.is_set():
            sys.exit(1)
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
