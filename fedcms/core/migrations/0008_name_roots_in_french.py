"""Names the root of the pages and that of the collections "Racine": Wagtail makes both as "Root", which officers see."""

from django.db import migrations


def rename(apps, old, new):
    pages = apps.get_model("wagtailcore", "Page").objects.filter(depth=1)
    pages.filter(title=old).update(title=new)
    pages.filter(draft_title=old).update(draft_title=new)
    apps.get_model("wagtailcore", "Collection").objects.filter(depth=1, name=old).update(name=new)


def forward(apps, schema_editor):
    rename(apps, "Root", "Racine")


def backward(apps, schema_editor):
    rename(apps, "Racine", "Root")


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0007_lanes_and_public_forms"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(forward, backward)]
