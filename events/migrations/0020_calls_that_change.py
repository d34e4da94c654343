from django.db import migrations, models


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
    ]
