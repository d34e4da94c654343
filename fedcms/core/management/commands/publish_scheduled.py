"""manage.py publish_scheduled: publishes and expires what is due; replaces Wagtail's."""

from django.core.management.base import BaseCommand

from fedcms.core.tasks.scheduled_publication import expire_due, publish_due


class Command(BaseCommand):
    """The command. Safe to run twice, and beside a worker."""

    help = (
        "Publishes what is scheduled and due, and withdraws what has expired. The worker does it by itself."
    )

    def handle(self, *args: object, **options: object) -> None:
        """Expires and publishes what is due. The log says what was held back, and why."""
        expired, published = expire_due(), publish_due()
        self.stdout.write(f"{published} published, {expired} withdrawn.")
