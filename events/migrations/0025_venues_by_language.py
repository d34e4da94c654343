"""Gives translators the cities and venues of events, which were the same in every language."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from clusters.translation.texts.place_segments import offer_place_names


def offer(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Adds them to the texts of translations; each page keeps what it shows, and what it had announced before."""
    offer_place_names(
        apps,
        apps.get_model("events", "EventPage"),
        ["venue_city", "venue_name"],
        "venue_city",
        untyped=["former_venue_city", "former_venue_name"],
    )


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0024_who_knows_the_delegation"),
        ("clusters", "0028_source_places"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
    ]

    operations = [migrations.RunPython(offer, migrations.RunPython.noop, elidable=True)]
