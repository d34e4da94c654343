"""What whole folders of tests start from: made once into a template of its own (`tests.template_database.worlds`)."""

import json
from dataclasses import asdict

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from fedcms.users.models import User
from tests.factories.people import make_cluster, make_user

# What the demo's loader counted.
LOADED = "loaded.json"


def two_clusters() -> None:
    """Two clusters with their people: an editor and a publisher each, and one superuser."""
    north, south = make_cluster("nord", "NOR"), make_cluster("sud", "SUD")
    make_user("editor", north)
    make_user("publisher", north, "publisher")
    make_user("stranger", south)
    make_user("strange-publisher", south, "publisher")
    User.objects.create_superuser("root", "root@people.example", "a-long-enough-passphrase")


def demo() -> None:
    """The demo with its files, as an operator loads it: for those who look at it, and for the site that is served."""
    from fedcms.demo.loader import load_demo  # noqa: PLC0415  # no other world follows from it

    default_storage.save(LOADED, ContentFile(json.dumps(asdict(load_demo()))))
