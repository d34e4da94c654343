"""Every way to write a watched row drops what shows it."""

from collections.abc import Callable

import pytest
from django.db import connection
from pytest_django import Settings

from fedcms.core.models import DroppedTags, Topic

pytestmark = pytest.mark.django_db

ROW = {"key": "new", "labels": {"fr": "Nouveau"}}
WAYS: dict[str, Callable[[], object]] = {
    "saved": lambda: Topic.objects.create(**ROW),
    "in bulk": lambda: Topic.objects.bulk_create([Topic(**ROW)]),
    "in bulk, unless it is there": lambda: Topic.objects.bulk_create([Topic(**ROW)], ignore_conflicts=True),
    "in bulk, or updated": lambda: Topic.objects.bulk_create(
        [Topic(**ROW)], update_conflicts=True, unique_fields=["key"], update_fields=["labels"]
    ),
    "updated": lambda: Topic.objects.update(labels={"fr": "Autre"}),
    "deleted": lambda: Topic.objects.all().delete(),
    "as SQL": lambda: connection.cursor().execute('DELETE  FROM "core_topic"'),
}


@pytest.mark.parametrize("way", WAYS)
def test_what_is_written_is_noted(way: str, settings: Settings) -> None:
    Topic.objects.create(key="old", labels={"fr": "Ancien"})
    settings.FEDCMS_PAGE_CACHE = True
    WAYS[way]()
    assert "t:core_topic" in DroppedTags.objects.values_list("tags", flat=True)
