from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sign_in', '0001_recent_tries'),
    ]

    operations = [
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
