"""What whole folders of tests start from: made once into a template of its own (`tests.template_database.worlds`)."""

from fedcms.users.models import User
from tests.factories.people import make_cluster, make_user


def two_clusters() -> None:
    """Two clusters with their people: an editor and a publisher each, and one superuser."""
    north, south = make_cluster("nord", "NOR"), make_cluster("sud", "SUD")
    make_user("editor", north)
    make_user("publisher", north, "publisher")
    make_user("stranger", south)
    make_user("strange-publisher", south, "publisher")
    User.objects.create_superuser("root", "root@people.example", "a-long-enough-passphrase")
