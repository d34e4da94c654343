"""manage.py forget_tries: lets accounts be signed in to again that were tried too often."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from fedcms.sign_in.management.accounts import accounts_named
from fedcms.sign_in.release import forget_tries_of_account


class Command(BaseCommand):
    help = "Forgets the wrong passwords and codes of accounts, so that the right one is looked at without waiting."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", nargs="+", help="The user names of the accounts.")

    def handle(self, *args: object, name: list[str], **options: object) -> None:
        users = accounts_named(name)
        for user in users:
            forget_tries_of_account(user)
        self.stdout.write(f"{len(users)} released.")
