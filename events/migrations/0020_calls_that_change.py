from datetime import UTC, datetime

from django.db import migrations, models


def make_newer(apps, schema_editor):
    """What calendars say of a mission with a call differs from now on: programs must take it for newer."""
    apps.get_model('events', 'CallForApplications').objects.update(changed_at=datetime.now(UTC))


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0001_squashed_0019_event_sessions'),
    ]

    operations = [
        migrations.AddField(
            model_name='callforapplications',
            name='changed_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='trademissionpage',
            name='call_withdrawn_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.RunPython(make_newer, migrations.RunPython.noop, elidable=True),
    ]
