"""Offerings with one `sort_order` have one order: by their keys. No column changes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("clusters", "0029_organisation_offerings")]

    operations = [
        migrations.AlterModelOptions(
            "offering",
            options={
                "verbose_name": "produit ou service",
                "verbose_name_plural": "produits et services",
                "ordering": ["sort_order", "pk"],
            },
        )
    ]
