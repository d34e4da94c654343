"""Names the root of the pages and that of the collections "Racine": Wagtail makes both as "Root", which officers see."""

from django.db import migrations


def rename(apps, schema_editor):
    alias = schema_editor.connection.alias
    pages = apps.get_model("wagtailcore", "Page").objects.using(alias).filter(depth=1)
    pages.filter(title="Root").update(title="Racine")
    pages.filter(draft_title="Root").update(draft_title="Racine")
    collections = apps.get_model("wagtailcore", "Collection").objects.using(alias).filter(depth=1)
    collections.filter(name="Root").update(name="Racine")


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0007_lanes_and_public_forms"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
