"""manage.py forget_tries: lets accounts be signed in to again that were tried too often."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from fedcms.sign_in.attempts import forget_tries
from fedcms.sign_in.limits import account_code_limits, account_limit
from fedcms.users.models import User


class Command(BaseCommand):
    help = "Forgets the wrong passwords and codes of accounts, so that the right one is looked at without waiting."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", nargs="+", help="The user names of the accounts.")

    def handle(self, *args: object, name: list[str], **options: object) -> None:
        known = dict(User.objects.filter(username__in=name).values_list("username", "pk"))
        if unknown := [each for each in name if each not in known]:
            raise CommandError(f"No account is called so: {', '.join(unknown)}. Nothing was done.")
        for each in name:
            for limit in (account_limit(each), *account_code_limits(known[each])):
                forget_tries(limit)
        self.stdout.write(f"{len(known)} released.")
