"""Renames the functions of tasks that wait in the queue: modules moved (docs/adr/0027)."""

from django.db import migrations

MOVED = {
    "clusters.localize.reading_tasks": "clusters.translation.machine.on_demand_tasks",
    "clusters.localize.work.tasks": "clusters.translation.jobs.tasks",
    "search.subtrees": "search.entries.subtrees",
}


def rename(tasks, moved):
    """Sets the new path of each task whose module moved."""
    for old, new in moved.items():
        for row in tasks.objects.filter(task_path__startswith=f"{old}.").only("pk", "task_path"):
            tasks.objects.filter(pk=row.pk).update(task_path=new + row.task_path[len(old) :])


def forward(apps, schema_editor):
    rename(apps.get_model("django_tasks_database", "DBTaskResult"), MOVED)


def backward(apps, schema_editor):
    rename(apps.get_model("django_tasks_database", "DBTaskResult"), {new: old for old, new in MOVED.items()})


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_outgoing_mail"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
    ]

    operations = [migrations.RunPython(forward, backward)]
