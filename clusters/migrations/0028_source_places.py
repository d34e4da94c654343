

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clusters', '0027_social_profiles'),
    ]

    operations = [
        migrations.AddField(
            model_name='contentpage',
            name='dateline_language',
            field=models.CharField(blank=True, default='', editable=False, max_length=12),
        ),
        migrations.AddField(
            model_name='contentpage',
            name='source_places',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
    ]
