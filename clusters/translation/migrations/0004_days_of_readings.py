from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('translation', '0003_readings_by_machine'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReadingDay',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False)),
                ('sent', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'jour de lectures automatiques',
                'verbose_name_plural': 'jours de lectures automatiques',
            },
        ),
        migrations.AlterField(
            model_name='machinereading',
            name='state',
            field=models.CharField(choices=[('waiting', 'Demandée'), ('ready', 'Faite'), ('failed', 'Le service n’a pas répondu'), ('too_long', 'Page trop longue'), ('beyond', 'Trop de demandes ce jour-là')], default='waiting', max_length=8),
        ),
    ]
