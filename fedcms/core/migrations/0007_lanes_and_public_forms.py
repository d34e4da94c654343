"""Gives tasks that wait the queue of their lane, and notes of which pages the public form is not known yet (ADR 0030)."""

from django.db import migrations

# Functions of `search.tasks` have either path here: `search.0010` gives them the other one before or after this.
LANES = {
    "fedcms.core.mail.deliver": "mail",
    "fedcms.media.tasks.": "followers",
    "search.entries.subtrees.": "followers",
    "search.tasks.sync_": "followers",
    "search.tasks.rebuild_server": "maintenance",
    "search.tasks.compare_server": "maintenance",
    "search.entries.tasks.sync_": "followers",
    "search.entries.tasks.rebuild_server": "maintenance",
    "search.entries.tasks.compare_server": "maintenance",
    "search.harvest.": "harvest",
}


def forward(apps, schema_editor):
    tasks = apps.get_model("django_tasks_database", "DBTaskResult").objects.filter(backend_name="background")
    for path, queue in LANES.items():
        tasks.filter(task_path__startswith=path, queue_name="default").update(queue_name=queue)
    form = apps.get_model("core", "PublicForm")
    pages = apps.get_model("wagtailcore", "Page").objects.filter(live=True, alias_of=None, depth__gt=1)
    rows = pages.order_by("pk").values_list("pk", "url_path", "path").iterator(2000)
    form.objects.bulk_create(
        (
            # What it says is not known: its next publication counts as a change, whatever it changes.
            form(key=f"page-{pk}", is_public=True, address=address, path=path, content="")
            for pk, address, path in rows
        ),
        batch_size=2000,
        ignore_conflicts=True,
    )


def backward(apps, schema_editor):
    tasks = apps.get_model("django_tasks_database", "DBTaskResult").objects.filter(backend_name="background")
    tasks.exclude(queue_name="default").update(queue_name="default")


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0006_public_changes"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(forward, backward)]
