"""Removes what Wagtail gives every new site: groups with rights on the root, and their workflow."""

from django.db import migrations


def remove_defaults(apps, schema_editor):
    """Rights come from provisioning alone; a right on the root would reach every cluster's section."""
    apps.get_model("auth", "Group").objects.filter(name__in=["Moderators", "Editors"]).delete()
    workflow = apps.get_model("wagtailcore", "Workflow")
    workflow.objects.filter(name="Moderators approval").delete()
    apps.get_model("wagtailcore", "Task").objects.filter(name="Moderators approval").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("clusters", "0002_initial"),
        ("media", "0002_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]

    operations = [migrations.RunPython(remove_defaults, migrations.RunPython.noop)]
