from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('federated_search', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='searchentry',
            name='day',
            field=models.DateField(help_text="The day shown where it is not that of `date` in the site's zone.", null=True),
        ),
        migrations.AddField(
            model_name='searchentry',
            name='status',
            field=models.CharField(blank=True, help_text="A state of which results warn: a key of the page's class.", max_length=20),
        ),
    ]
