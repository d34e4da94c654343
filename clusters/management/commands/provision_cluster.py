"""manage.py provision_cluster SLUG: creates a cluster, or completes what it lacks."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from clusters.models import Cluster
from clusters.publishing.refusal import Refusal
from clusters.sections.provisioning import NotReady, provision_cluster


class Command(BaseCommand):
    """Creates a cluster with its section, or completes them. Safe to run twice."""

    help = "Makes a cluster's section, groups, rights, collection and workflow in every locale. Safe to run twice."

    def add_arguments(self, parser: CommandParser) -> None:
        """Adds the slug, and the options that a new cluster needs."""
        parser.add_argument("slug")
        parser.add_argument("--code", help="three capital letters (required for a new cluster)")
        parser.add_argument("--name", help="its name in French (required for a new cluster)")
        parser.add_argument("--email", help="the team's address (required for a new cluster)")
        parser.add_argument("--country", help="ISO 3166-1 alpha-2 (default for a new cluster: FR)")
        parser.add_argument(
            "--open", action="store_true", help="opens a new section at once, without its publisher"
        )

    def handle(
        self,
        *args: object,
        slug: str,
        code: str | None,
        name: str | None,
        email: str | None,
        country: str | None,
        **options: object,
    ) -> None:
        """Provisions the cluster. Raises `CommandError`, which says what to do when something is missing or wrong."""
        given = {"code": code, "name": name, "email": email, "country": country}
        cluster = Cluster.objects.filter(slug=slug).first()
        if cluster is None:
            cluster = new_cluster(slug, given)
        elif changed := sorted(key for key, value in given.items() if value not in (None, now(cluster)[key])):
            raise CommandError(
                f"There is a cluster {slug} already, and this command changes none:"
                f" its {', '.join(changed)} would stay. Change it in the admin, or leave out"
                f" {', '.join(f'--{key}' for key in changed)}."
            )
        try:
            provision_cluster(cluster, opens=bool(options["open"]))
        except (NotReady, Refusal) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{cluster} ({cluster.code}) is ready in {cluster.pages.count()} languages.")


def now(cluster: Cluster) -> dict[str, str]:
    """Returns the present values of the fields that the command's options set for a new cluster."""
    return {
        "code": cluster.code,
        "name": cluster.name.text_for("fr"),
        "email": cluster.email,
        "country": str(cluster.country),
    }


def new_cluster(slug: str, given: dict[str, str | None]) -> Cluster:
    """Returns a new cluster, not saved yet. Raises `CommandError` when something is missing or wrong."""
    if not (given["code"] and given["name"] and given["email"]):
        raise CommandError(f"There is no cluster {slug}. To make it, give --code, --name and --email.")
    name = {"fr": given["name"]}
    cluster = Cluster(
        slug=slug,
        code=given["code"],
        name=name,
        territory=name,
        email=given["email"],
        country=given["country"] or "FR",
    )
    try:
        cluster.full_clean()
    except ValidationError as error:
        raise CommandError("; ".join(f"{k}: {' '.join(v)}" for k, v in error.message_dict.items())) from error
    return cluster
