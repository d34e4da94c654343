"""Digests say apart which page was signed, and with which files; agreements to older ones are asked for anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clusters", "0016_co_signatures"),
    ]

    operations = [
        migrations.AlterField(
            model_name="cosignature",
            name="digest",
            field=models.CharField(max_length=64),
        ),
    ]
