"""What an operator does and is told: pages are dropped by a command, and by a worker that has the same setting."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client, override_settings
from django.utils import timezone
from pytest_django import Settings

from fedcms.core.lanes import Lane
from fedcms.core.models import DroppedTags
from fedcms.core.page_cache.checks import shared_pages_have_a_place
from fedcms.core.page_cache.drops import say_that_worker_notes
from fedcms.core.page_cache.shared import shelf
from fedcms.core.tasks.beats import beat
from fedcms.core.tasks.recurring import recurring_jobs

pytestmark = pytest.mark.django_db


def test_the_command_drops_everything_also_where_the_shell_lacks_the_variable(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("drop_kept_pages")
    assert [note.tags for note in DroppedTags.objects.all()] == ["*"]
    assert "drops what it keeps" in capsys.readouterr().out


def test_a_worker_without_the_variable_is_told(settings: Settings) -> None:
    beat(Lane)
    settings.FEDCMS_PAGE_CACHE = True

    def worker() -> str:
        return str(Client().get("/health/ready").json()["parts"]["worker"].get("says", "well"))

    with override_settings(FEDCMS_PAGE_CACHE=False):
        assert worker() == "well"
        say_that_worker_notes()
    assert "set FEDCMS_PAGE_CACHE for it, too" in worker()
    jobs = [job for job in recurring_jobs() if job.job is say_that_worker_notes]
    for job in jobs:
        job.job()
    assert worker() == "well"
    DroppedTags.objects.update(noted_at=timezone.now() - timedelta(seconds=2 * jobs[0].seconds))
    assert worker() == "well"
    DroppedTags.objects.update(noted_at=timezone.now() - timedelta(hours=2))
    assert worker() != "well"


@pytest.mark.parametrize(
    ("url", "keeps", "found"),
    [
        ("", False, []),
        ("valkey://10.0.0.5:6379/0", True, []),
        ("unix:///run/valkey.sock", True, []),
        ("valkeys://:secret-word@valkey.example/1", False, ["fedcms.W007"]),
        ("http://:secret-word@10.0.0.5/", True, ["fedcms.E007"]),
        ("10.0.0.5:6379", True, ["fedcms.E007"]),
    ],
)
def test_an_address_of_no_valkey_is_said_and_stops_nothing(
    settings: Settings, url: str, keeps: bool, found: list[str]
) -> None:
    settings.FEDCMS_PAGE_CACHE, settings.FEDCMS_PAGE_CACHE_URL = keeps, url
    said = shared_pages_have_a_place(None)
    assert [message.id for message in said] == found
    assert "secret-word" not in str(said)
    if "fedcms.E007" in found:
        assert shelf() is None
