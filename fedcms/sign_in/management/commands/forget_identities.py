"""manage.py forget_identities: unlinks accounts from the identity providers that open them."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.db import transaction

from fedcms.sign_in.identity_providers.people import forget_identities
from fedcms.sign_in.management.accounts import accounts_named


class Command(BaseCommand):
    help = (
        "Unlinks accounts from identity providers and ends their sessions. Who still has the account's address there "
        "links it anew at the next sign-in."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", nargs="+", help="The user names of the accounts.")

    @transaction.atomic
    def handle(self, *args: object, name: list[str], **options: object) -> None:
        for user in accounts_named(name):
            self.stdout.write(f"{user.get_username()}: {forget_identities(user)} removed.")
