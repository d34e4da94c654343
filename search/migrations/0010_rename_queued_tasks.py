"""Renames the functions of tasks that wait in the queue: their modules moved (docs/adr/0031)."""

from django.db import migrations

MOVED = {
    "search.tasks.": "search.entries.tasks.",
    "search.harvest.tasks.settle_items": "search.harvest.deduplication.settle_items",
}


def rename(tasks, moved):
    """Sets the new path of each task whose function moved."""
    for old, new in moved.items():
        for row in tasks.objects.filter(task_path__startswith=old).only("pk", "task_path"):
            tasks.objects.filter(pk=row.pk).update(task_path=new + row.task_path[len(old) :])


def forward(apps, schema_editor):
    rename(apps.get_model("django_tasks_database", "DBTaskResult"), MOVED)


def backward(apps, schema_editor):
    rename(apps.get_model("django_tasks_database", "DBTaskResult"), {new: old for old, new in MOVED.items()})


class Migration(migrations.Migration):
    dependencies = [
        ("federated_search", "0009_hosts_that_are_silent"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
    ]

    operations = [migrations.RunPython(forward, backward)]
