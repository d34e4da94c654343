"""manage.py forget_second_factor: lets people in by their password who have lost their second factor."""

from argparse import ArgumentParser

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand
from django.db import transaction

from fedcms.sign_in.management.accounts import accounts_named
from fedcms.sign_in.models import SecurityEvent
from fedcms.sign_in.release import forget_tries_of_account
from fedcms.sign_in.second_factor.notices import tell_forgotten
from fedcms.sign_in.security_log.alerts import tell_of_removed_factor
from fedcms.sign_in.security_log.record import record


class Command(BaseCommand):
    help = (
        "Removes the passkeys, apps and recovery codes of accounts, ends their sessions, and mails their people. "
        "Make sure who asks."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", nargs="+", help="The user names of the accounts.")

    @transaction.atomic
    def handle(self, *args: object, name: list[str], **options: object) -> None:
        for user in accounts_named(name):
            count, _rows = Authenticator.objects.filter(user=user).delete()
            # What was lost may be a telephone that is signed in.
            user.end_sessions()
            forget_tries_of_account(user)
            if count:
                tell_forgotten(user)
                record(SecurityEvent.Kind.FACTOR_REMOVED, user, detail="forget_second_factor")
                tell_of_removed_factor(user)
            self.stdout.write(f"{user.get_username()}: {count} removed.")
