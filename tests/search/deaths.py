"""Workers and a publication that die by kill -9 at every step between a commit and the search server; one line each.

A program of its own, run by test_deaths.py on a scratch database: it forks real workers, of which each kills itself
exactly at the step that it was given.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from unittest import mock

import django

WORD = "quadrivium"
SECONDS = 60.0


def die(*args: object, **kwargs: object) -> None:
    """kill -9 of this very process: nothing is caught, closed or said."""
    os.kill(os.getpid(), signal.SIGKILL)


@dataclass
class Round:
    """What was seen of one death."""

    point: str
    killed: bool
    shown_meanwhile: list[str]
    shown: list[str]
    visible: list[str]
    differences: list[str]


def steps() -> dict[str, Callable[[], object]]:
    """Where a worker dies: by name, what puts the death there. Called in the process that is to die."""
    from search.engines import Change, ElasticsearchEngine  # noqa: PLC0415
    from search.entries import outbox  # noqa: PLC0415  # after django.setup
    from search.models import IndexChange  # noqa: PLC0415

    def instead(owner: object, name: str, new: Callable[..., object]) -> Callable[[], object]:
        return mock.patch.object(owner, name, new).start

    apply, deliver = ElasticsearchEngine.apply, outbox.deliver

    def some_and_die(server: ElasticsearchEngine, index: str, changes: list[Change]) -> None:
        apply(server, index, changes[:1])
        die()

    def all_and_die(server: ElasticsearchEngine, index: str, changes: list[Change]) -> None:
        apply(server, index, changes)
        die()

    def mark_and_die(server: ElasticsearchEngine) -> None:
        deliver(server)
        die()

    return {
        "before the delivery": instead(ElasticsearchEngine, "apply", die),
        "in the midst of the delivery": instead(ElasticsearchEngine, "apply", some_and_die),
        "after the delivery, before it is marked": instead(ElasticsearchEngine, "apply", all_and_die),
        "as it is marked": instead(IndexChange.objects, "bulk_create", die),
        "after it is marked": instead(sys.modules["search.entries.outbox_thread"], "deliver", mark_and_die),
        "in a rebuild, before the swap": instead(ElasticsearchEngine, "_check_mapping", die),
        "in a rebuild, after the swap": instead(ElasticsearchEngine, "_delete", die),
    }


def forked(job: Callable[[], object]) -> int:
    """A process that does the job; nothing of this one's connections is used in it. Returns its number."""
    from django.db import connections  # noqa: PLC0415

    from search import engines  # noqa: PLC0415

    connections.close_all()
    child = os.fork()
    if not child:
        engines._server_engine.cache_clear()
        try:
            job()
        finally:
            os._exit(0)
    return child


def worker(step: str = "") -> None:
    """manage.py run_worker, which dies at the step.

    Without the comparison that each worker orders at its start: what the outbox keeps must be enough.
    """
    from django.core.management import call_command  # noqa: PLC0415

    from search.entries import outbox  # noqa: PLC0415

    mock.patch.object(outbox, "note_differences", return_value=0).start()
    if step:
        steps()[step]()
    call_command("run_worker")


def shown() -> list[str]:
    """Titles that a program, a person and somebody who types are given."""
    from django.test import Client  # noqa: PLC0415
    from django.utils.html import strip_tags  # noqa: PLC0415

    ask = {"q": WORD, "locale": "fr"}
    found = {result["title"] for result in Client().get("/api/search/", ask).json()["results"]}
    suggested = Client().get("/api/search/suggestions/", ask).json()
    found |= {each["title"] for group in suggested["groups"] for each in group["suggestions"]}
    text = strip_tags(Client().get("/fr/search/", ask).content.decode())
    # All titles of the test are "<number> <word> <adjective>".
    found |= {line.strip() for line in text.splitlines() if line.strip()[:1].isdigit() and WORD in line}
    return sorted(found)


def wait_until(is_so: Callable[[], bool], what: str) -> None:
    """Looks until it is so, or ends the program."""
    end = time.monotonic() + SECONDS
    while not is_so():
        if time.monotonic() > end:
            sys.exit(f"Not within {SECONDS} s: {what}")
        time.sleep(0.1)


def is_settled() -> bool:
    """Whether the server has its index, and nothing waits for a worker."""
    from django_tasks.base import TaskResultStatus  # noqa: PLC0415
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415

    from search.engines import get_server_engine  # noqa: PLC0415
    from search.models import IndexChange  # noqa: PLC0415

    server = get_server_engine()
    unfinished = DBTaskResult.objects.exclude(status=TaskResultStatus.SUCCESSFUL)
    if server is None or unfinished.exists() or IndexChange.objects.waiting().exists():
        return False
    if not server.is_ready("federation"):
        return False
    server._patient.indices.refresh(index="_all")  # instead of waiting a second
    return True


def work_until_settled() -> None:
    """A worker that lives: nobody runs anything else."""
    process = forked(worker)
    # A worker orders its comparison at its first round.
    time.sleep(1)
    wait_until(is_settled, "the worker has brought everything")
    os.kill(process, signal.SIGTERM)
    os.waitpid(process, 0)


def main() -> None:
    """Prints one JSON object a death."""
    from wagtail.models import Page  # noqa: PLC0415

    from search.engines import get_server_engine  # noqa: PLC0415
    from search.entries import indexing  # noqa: PLC0415
    from search.maintenance.consistency import differences  # noqa: PLC0415
    from tests.factories import make_article, make_cluster, make_federation, publish  # noqa: PLC0415

    server = get_server_engine()
    assert server is not None
    server.drop("federation")
    make_federation()
    cluster = make_cluster("found", "FOU")
    kept = make_article(cluster, title=f"0 {WORD} confidentiel")
    leaving = make_article(cluster, title=f"0 {WORD} qui s’en va")
    work_until_settled()

    def die_at(point: str, process: int, visible: list[str]) -> None:
        _, status = os.waitpid(process, 0)
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        meanwhile = shown()
        work_until_settled()
        seen = Round(point, killed, meanwhile, shown(), visible, differences())
        sys.stdout.write(json.dumps(asdict(seen)) + "\n")
        sys.stdout.flush()

    def publish_and_die() -> None:
        kept.title = f"1 {WORD} jamais publié"
        with mock.patch.object(indexing, "note_for_server", die):
            publish(kept)

    die_at("within the publication", forked(publish_and_die), sorted([kept.title, leaving.title]))
    for number, point in enumerate(steps(), start=2):
        kept.title = f"{number} {WORD} public"
        publish(kept)
        leaving.unpublish()
        leaving = make_article(cluster, title=f"{number} {WORD} qui vient")
        if "rebuild" in point:
            server.drop("federation")
        visible = sorted(Page.objects.live().filter(title__contains=WORD).values_list("title", flat=True))
        die_at(point, forked(lambda point=point: worker(point)), visible)
    server.drop("federation")


if __name__ == "__main__":
    django.setup()
    main()
