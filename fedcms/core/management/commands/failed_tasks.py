"""manage.py failed_tasks: what was given up, why, and another try."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django_tasks_db.models import DBTaskResult

from fedcms.core.queue import BACKEND, retry_given_up


class Command(BaseCommand):
    help = "Lists the background tasks that were given up, with the last error; --retry tries them again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("task", nargs="*", help="Only these tasks (their ids).")
        parser.add_argument(
            "--retry", action="store_true", help="Make them ready again, with all tries before them."
        )

    def handle(self, *args: object, task: list[str], retry: bool, **options: object) -> None:
        if retry:
            self.stdout.write(f"{retry_given_up(task or None)} ready again.")
            return
        given_up = DBTaskResult.objects.failed().filter(backend_name=BACKEND).order_by("finished_at")
        for row in given_up.filter(pk__in=task) if task else given_up:
            self.stdout.write(f"{row.finished_at:%Y-%m-%d %H:%M} {row.pk} {row.task_path} {row.args_kwargs}")
            self.stdout.write(f"    {row.traceback.strip().rpartition(chr(10))[2]}")
