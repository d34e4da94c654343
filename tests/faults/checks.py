"""What must be true of the site after a fault. Needs Django to be set up, and asks the database itself."""

import io
import time
from collections.abc import Sequence

from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django_tasks_db.models import DBTaskResult

from events.models import SignUp
from fedcms.core.models import PublicChange
from fedcms.core.tasks.queue import oldest_due
from fedcms.media.models import FederationDocument
from news.models import ArticlePage
from search.engines import get_server_engine
from search.models import IndexChange

COMMANDS = ("check", "check_files", "check_pages", "check_search")
SECONDS = 180.0


def count_lost(pages: Sequence[int], emails: Sequence[str], documents: Sequence[int]) -> int:
    """Returns how many of the acknowledged publications, sign-ups and uploads are not there as they were said to be."""
    there = ArticlePage.objects.visible().filter(pk__in=pages).exclude(live_revision=None).count()
    signed_up = SignUp.objects.filter(email__in=emails).values("email").distinct().count()
    stored = sum(
        document.file.storage.exists(document.file.name) and document.file.size == 2**20
        for document in FederationDocument.objects.filter(pk__in=documents)
    )
    return len(pages) - there + len(emails) - signed_up + len(documents) - stored


def wait_until_drained() -> None:
    """Waits until every public change was told, to the search server too, and every task that is due has run.

    The worker leaves a search server that failed alone for some seconds. Raises `TimeoutError`.
    """
    has_server = get_server_engine() is not None
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        is_waiting = PublicChange.objects.filter(dispatched_at=None).exists() or oldest_due() is not None
        if not is_waiting and not (has_server and IndexChange.objects.waiting().exists()):
            return
        time.sleep(0.2)
    raise TimeoutError("The queue is not empty.")


def complaint_of(command: str) -> str:
    """Returns what one of the checks says is wrong; "" if it is content."""
    try:
        call_command(command, stdout=io.StringIO(), stderr=io.StringIO())
    except CommandError as error:
        return str(error) or "failed"
    return ""


def find_problems() -> list[str]:
    """Returns what the checks of the product say, nothing if all is well."""
    connection.close()
    wrong = []
    try:
        wait_until_drained()
    except TimeoutError as error:
        wrong.append(str(error))
    wrong += [f"{name}: {said}" for name in COMMANDS if (said := complaint_of(name))]
    given_up = DBTaskResult.objects.filter(status="FAILED").count()
    if given_up:
        wrong.append(f"{given_up} tasks were given up.")
    return wrong
