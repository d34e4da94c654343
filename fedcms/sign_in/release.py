"""Lets an account be tried again, whatever was typed wrong before."""

from fedcms.sign_in.attempts import forget_tries
from fedcms.sign_in.limits import account_code_limits, account_limit
from fedcms.users.models import User


def forget_tries_of_account(user: User) -> None:
    """Counts none of the wrong passwords and codes of an account any more."""
    for limit in (account_limit(user.get_username()), *account_code_limits(user.pk)):
        forget_tries(limit)
