"""manage.py failed_tasks: lists tasks that were given up, and retries them."""

from argparse import ArgumentParser, ArgumentTypeError
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django_tasks_db.models import DBTaskResult

from fedcms.core.tasks.queue import BACKEND, retry_given_up


class Command(BaseCommand):
    help = "Lists the background tasks that were given up, with the last error; --retry tries them again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("task", nargs="*", type=task_id, help="Only these tasks (their ids).")
        parser.add_argument(
            "--retry", action="store_true", help="Make them ready again, with all tries before them."
        )

    def handle(self, *args: object, task: list[str], retry: bool, **options: object) -> None:
        given_up = DBTaskResult.objects.failed().filter(backend_name=BACKEND).order_by("finished_at")
        if task:
            known = {str(pk) for pk in given_up.filter(pk__in=task).values_list("pk", flat=True)}
            if unknown := [each for each in task if each not in known]:
                raise CommandError(
                    f"Not among the tasks that were given up: {', '.join(unknown)}. Nothing was done;"
                    " `manage.py failed_tasks` lists those that were."
                )
            given_up = given_up.filter(pk__in=task)
        if retry:
            self.stdout.write(f"{retry_given_up(task or None)} ready again.")
            return
        for row in given_up:
            self.stdout.write(f"{row.finished_at:%Y-%m-%d %H:%M} {row.pk} {row.task_path} {row.args_kwargs}")
            self.stdout.write(f"    {row.traceback.strip().rpartition(chr(10))[2]}")


def task_id(written: str) -> str:
    """Returns a task's id as the database writes it. Raises `ArgumentTypeError` for anything else."""
    try:
        return str(UUID(written))
    except ValueError as error:
        raise ArgumentTypeError(
            f"{written!r} is no id of a task; without ids, this command lists all with theirs"
        ) from error
