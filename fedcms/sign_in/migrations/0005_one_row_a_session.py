"""Leaves one row of each session, that which was seen last, and lets there be no second one."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Exists, OuterRef, Q


def delete_second_rows(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Deletes the rows of a session but the one that was seen last."""
    rows = apps.get_model("sign_in", "UserSession").objects
    later = rows.filter(session_key=OuterRef("session_key")).filter(
        Q(last_seen_at__gt=OuterRef("last_seen_at"))
        | Q(last_seen_at=OuterRef("last_seen_at"), pk__gt=OuterRef("pk"))
    )
    second = list(rows.filter(Exists(later)).values_list("pk", flat=True))
    for start in range(0, len(second), 500):
        rows.filter(pk__in=second[start : start + 500]).delete()


class Migration(migrations.Migration):

    dependencies = [
        ("sign_in", "0004_email_change"),
    ]

    operations = [
        migrations.RunPython(delete_second_rows, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="usersession",
            name="session_key",
            field=models.CharField(max_length=40, unique=True),
        ),
    ]
