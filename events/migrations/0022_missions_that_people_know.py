from django.db import migrations, models


def note_what_is_known(apps, schema_editor):
    """Who applied before has read the page as it is now: its next change is told."""
    pages = apps.get_model('events', 'TradeMissionPage').objects.filter(live=True)
    for call in apps.get_model('events', 'CallForApplications').objects.all():
        page = pages.filter(translation_key=call.translation_key).order_by('pk').first()
        if page is not None:
            call.known_mission = {
                'starts_on': page.starts_on.isoformat(),
                'ends_on': page.ends_on.isoformat(),
                'city': page.destination_city,
            }
            call.save(update_fields=['known_mission'])


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0021_cancelled_for_a_reason'),
    ]

    operations = [
        migrations.AddField(
            model_name='callforapplications',
            name='known_mission',
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='callforapplications',
            name='announced_mission',
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.RunPython(note_what_is_known, migrations.RunPython.noop, elidable=True),
    ]
