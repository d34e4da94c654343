"""manage.py provision_cluster SLUG: makes a cluster, or completes what is missing of it."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from clusters.models import Cluster
from clusters.provisioning import NotReady, provision_cluster


class Command(BaseCommand):
    """Safe to run twice."""

    help = "Makes a cluster's section, groups, rights, collection and workflow in every locale. Safe to run twice."

    def add_arguments(self, parser: CommandParser) -> None:
        """The slug, and what a new cluster needs."""
        parser.add_argument("slug")
        parser.add_argument("--code", help="three capital letters (required for a new cluster)")
        parser.add_argument("--name", help="its name in French (required for a new cluster)")
        parser.add_argument("--email", help="the team's address (required for a new cluster)")
        parser.add_argument("--country", default="FR", help="ISO 3166-1 alpha-2 (default: FR)")

    def handle(
        self, *args: object, slug: str, code: str, name: str, email: str, country: str, **options: object
    ) -> None:
        """Raises `CommandError` with what to do when something is missing or wrong."""
        cluster = Cluster.objects.filter(slug=slug).first()
        if cluster is None:
            if not (code and name and email):
                raise CommandError(
                    f"There is no cluster {slug}. To make it, give --code, --name and --email."
                )
            cluster = Cluster(
                slug=slug, code=code, name={"fr": name}, territory={"fr": name}, email=email, country=country
            )
            try:
                cluster.full_clean()
            except ValidationError as error:
                raise CommandError(
                    "; ".join(f"{k}: {' '.join(v)}" for k, v in error.message_dict.items())
                ) from error
        try:
            provision_cluster(cluster)
        except NotReady as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{cluster} ({cluster.code}) is ready in {cluster.pages.count()} languages.")
