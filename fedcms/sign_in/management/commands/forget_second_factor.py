"""manage.py forget_second_factor: lets people in by their password who have lost their second factor."""

from argparse import ArgumentParser

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from fedcms.sign_in.attempts import forget_tries
from fedcms.sign_in.limits import account_code_limits
from fedcms.sign_in.second_factor.notices import tell_forgotten
from fedcms.users.models import User


class Command(BaseCommand):
    help = (
        "Removes the passkeys, apps and recovery codes of accounts, ends their sessions, and mails their people. "
        "Make sure who asks."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", nargs="+", help="The user names of the accounts.")

    @transaction.atomic
    def handle(self, *args: object, name: list[str], **options: object) -> None:
        users = {user.get_username(): user for user in User.objects.filter(username__in=name)}
        if unknown := [each for each in name if each not in users]:
            raise CommandError(f"No account is called so: {', '.join(unknown)}. Nothing was done.")
        for user in users.values():
            count, _rows = Authenticator.objects.filter(user=user).delete()
            # What was lost may be a telephone that is signed in.
            user.end_sessions()
            for limit in account_code_limits(user.pk):
                forget_tries(limit)
            if count:
                tell_forgotten(user)
            self.stdout.write(f"{user.get_username()}: {count} removed.")
