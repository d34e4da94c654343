from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone


def note_who_was_told(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Who goes on a mission whose delegation was published before is not told of it once more."""
    published = apps.get_model("events", "Delegation").objects.values("call")
    chosen = apps.get_model("events", "Application").objects.filter(call__in=published, decision="chosen")
    chosen.update(delegation_told_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("events", "0023_destinations_by_language")]

    operations = [
        migrations.AddField(
            model_name="application",
            name="delegation_told_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(note_who_was_told, migrations.RunPython.noop, elidable=True),
    ]
