"""manage.py demo_accounts: who can sign in to the demo, and with which password."""

from django.core.management.base import BaseCommand, CommandError

from fedcms.demo.accounts import DEMO_PASSWORD, demo_accounts


class Command(BaseCommand):
    help = "Prints the demo's accounts and their password. Refuses when the database is not the demo."

    def handle(self, *args: object, **options: object) -> None:
        accounts = demo_accounts()
        if not accounts:
            raise CommandError(
                "This database is not the demo: it has no account of the demo with the demo's password."
            )
        width = max(len(user.username) for user in accounts)
        for user in accounts:
            self.stdout.write(f"  {user.username:<{width}}  {user.first_name} {user.last_name}".rstrip())
        self.stdout.write(f"Password of all of them: {DEMO_PASSWORD}")
