"""All migrations of this app up to 0002, for a new database (fedcms.core.squashed_migration)."""

from django.db import migrations, models

from fedcms.core.squashed_migration import SquashedMigration


class Migration(SquashedMigration):

    replaces = [
        ('sign_in', '0001_recent_tries'),
        ('sign_in', '0002_forgotten_password'),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='RecentTries',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('moments', models.JSONField(default=list, help_text='Seconds since 1970, the oldest first.')),
                ('over_at', models.DateTimeField(db_index=True, help_text='When none of them counts any more.')),
            ],
            options={
                'verbose_name': 'recent tries',
                'verbose_name_plural': 'recent tries',
            },
        ),
        migrations.CreateModel(
            name='ForgottenPassword',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254)),
                ('language', models.CharField(blank=True, max_length=10)),
                ('domain', models.CharField(max_length=255)),
                ('is_secure', models.BooleanField()),
                ('asked_at', models.DateTimeField(auto_now_add=True, db_index=True)),
            ],
            options={
                'verbose_name': 'forgotten password',
                'verbose_name_plural': 'forgotten passwords',
            },
        ),
    ]
